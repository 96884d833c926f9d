package org.takt.solver.cli;

import org.apache.commons.cli.Options;

final class ImportCommand implements Command {
    @Override
    public String name() {
        return "import";
    }

    @Override
    public String summary() {
        return "Converts another system's settings to an instance.";
    }

    @Override
    public String synopsis() {
        return "zero-bubble SETTINGS.json [OPTION...]";
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        throw new UnsupportedOperationException();
    }
}
