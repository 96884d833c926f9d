package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's tables of options name every option of every command, and no other. */
class ReadmeOptionsTest {
    private static final Pattern OPTION = Pattern.compile("`--([a-z-]+)");
    private static final Pattern OWNER = Pattern.compile("of `takt ([a-z ]+)`");

    @Test
    void theTablesNameEveryOptionOfEveryCommand() throws IOException {
        Set<String> documented = new TreeSet<>();
        for (List<String> table : tables()) {
            for (String row : table.subList(2, table.size())) {
                documented.addAll(usesOf(row, table.get(0)));
            }
        }
        assertThat(documented).containsExactlyInAnyOrderElementsOf(implemented());
    }

    private static Set<String> implemented() {
        Set<String> uses = new TreeSet<>();
        for (Command command : Main.commands()) {
            Arguments.withCommon(command.options()).getOptions().stream()
                    .filter(option -> !option.getLongOpt().equals(Arguments.HELP))
                    .forEach(option -> uses.add(command.name() + " --" + option.getLongOpt()));
        }
        return uses;
    }

    /** Returns each command that a row names with each option that it names. */
    private static Set<String> usesOf(String row, String head) {
        String[] cells = row.split("(?<!\\\\)\\|", -1);
        Matcher owner = OWNER.matcher(head);
        List<String> commands = owner.find() ? List.of(owner.group(1)) : commands(cells[2].strip());
        Set<String> uses = new TreeSet<>();
        Matcher option = OPTION.matcher(cells[1]);
        while (option.find()) {
            commands.forEach(command -> uses.add(command + " --" + option.group(1)));
        }
        return uses;
    }

    private static List<String> commands(String cell) {
        List<String> all = Main.commands().stream().map(Command::name).toList();
        if (cell.equals("all")) {
            return all;
        }
        List<String> named = List.of(cell.replaceAll("^all but | \\(.*?\\)", "").split(", ", -1));
        assertThat(all).as(cell).containsAll(named);
        return cell.startsWith("all but ")
                ? all.stream().filter(command -> !named.contains(command)).toList()
                : named;
    }

    /** Returns the lines of each table whose first column holds options. */
    private static List<List<String>> tables() throws IOException {
        List<List<String>> tables = new ArrayList<>();
        boolean isInside = false;
        for (String line : Files.readAllLines(Path.of("../README.md"))) {
            if (line.startsWith("| option ")) {
                tables.add(new ArrayList<>());
                isInside = true;
            }
            isInside &= line.startsWith("|");
            if (isInside) {
                tables.get(tables.size() - 1).add(line);
            }
        }
        return tables;
    }
}
