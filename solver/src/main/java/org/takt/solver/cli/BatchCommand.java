package org.takt.solver.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.json.BatchRequest;
import org.takt.model.json.ScheduleJson;
import org.takt.solver.CancelToken;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;

/**
 * {@code takt batch}: solves instances that come on standard input, one a line, and writes what it found, one line each.
 * A line at a time is held in memory, and a line that cannot be solved does not stop the others.
 */
final class BatchCommand implements Command {
    /** The longest line that is read, in characters; more than any instance file has. */
    static final int LONGEST_LINE = 64 << 20;

    private static final String NO_SCHEDULES = "no-schedules";

    private final Engine engine;

    BatchCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public String summary() {
        return "Solves instances from standard input, one JSON object {\"id\", \"instance\"} a line, and writes a line each.";
    }

    @Override
    public String synopsis() {
        return "[OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        SearchArguments.addSearch(options);
        SearchArguments.addGap(options);
        options.addOption(Arguments.flag(NO_SCHEDULES, "leave the schedules out of the results"));
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        arguments.requireNoPositionals();
        CancelToken token = new CancelToken();
        SolveOptions options = SearchArguments.options(arguments, token);
        boolean schedules = !arguments.has(NO_SCHEDULES);
        boolean allSolved = true;
        try (Interruption interruption = Interruption.cancelling(token)) {
            BufferedReader input = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
            Optional<String> line = nextLine(input);
            while (line.isPresent() && !interruption.hasHappened()) {
                if (!line.get().isBlank()) {
                    Answer answer = answer(line.get(), options, schedules);
                    allSolved &= answer.solved();
                    console.out().print(answer.json() + "\n");
                    console.out().flush();
                }
                line = nextLine(input);
            }
            if (interruption.hasHappened()) {
                return ExitCode.INTERRUPTED;
            }
        } catch (IOException exception) {
            throw CommandFailure.input("Standard input cannot be read: " + Failures.reason(exception) + ".");
        }
        return allSolved ? ExitCode.OK : ExitCode.INVALID_INPUT;
    }

    /** A line of output, and whether it holds the result of a solve. */
    private record Answer(JsonObject json, boolean solved) {}

    private Answer answer(String line, SolveOptions options, boolean schedules) {
        if (line.length() > LONGEST_LINE) {
            return refusal("null", List.of(tooLong()));
        }
        BatchRequest request = BatchRequest.parse(line);
        if (request.instance().isEmpty()) {
            return refusal(request.id(), request.problems());
        }
        try {
            return solved(request.id(), request.instance().get(), options, schedules);
        } catch (RuntimeException exception) {
            // An error in Takt must not cost the caller the other instances; the line tells of it.
            return refusal(request.id(), List.of(new InstanceProblem("", "Internal error: " + exception + ".")));
        }
    }

    private Answer solved(String id, Instance instance, SolveOptions options, boolean schedules) {
        Solution solution = engine.solve(instance, options, SolveListener.NONE);
        JsonObject result = new JsonObject().withJson("id", id).with("ok", true);
        JsonText.addSolution(result, instance, solution).with("infeasibility", solution.infeasibility());
        if (schedules) {
            result.withJson(
                    "schedule",
                    solution.best()
                            .map(best -> onOneLine(ScheduleJson.write(instance, solution.problem(), best.schedule())))
                            .orElse("null"));
        }
        return new Answer(result, true);
    }

    /** JSON strings hold no line ends, so every one of them is between values. */
    private static String onOneLine(String json) {
        return json.strip().replaceAll("\\s*\\n\\s*", " ");
    }

    private static Answer refusal(String id, List<InstanceProblem> problems) {
        JsonObject result = new JsonObject()
                .withJson("id", id)
                .with("ok", false)
                .with("problems", problems.stream().map(JsonText::problem).toList());
        return new Answer(result, false);
    }

    private static InstanceProblem tooLong() {
        return new InstanceProblem(
                "", "The line has more than " + LONGEST_LINE + " characters, expected at most that.");
    }

    /** Returns the next line; of one that is too long only so much that this shows. */
    private static Optional<String> nextLine(BufferedReader input) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = input.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (line.length() <= LONGEST_LINE) {
                line.append((char) next);
            }
            next = input.read();
        }
        return Optional.of(line.toString());
    }
}
