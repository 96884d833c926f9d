package org.takt.solver.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.instance.InvalidInstanceException;

/** What options make together. What has no meaning is a usage failure that shows what was typed. */
final class OptionProblems {
    /** The options that a field comes from, if they are not of its name. */
    private static final Map<String, List<String>> ORIGINS = Map.of(
            "vpp", List.of("pp", "vpp"),
            "sp", List.of("tp", "sp"),
            "ep", List.of("ep", "dp", "cp", "sp"),
            "stages", List.of("stages", "pp", "vpp"),
            "recomputation", List.of("recompute"),
            "lengths", List.of("length", "lengths", "sample"),
            "budget", List.of("packing", "budget"),
            "microBatches", List.of("length", "lengths", "sample", "segments", "cut", "granularity"));

    private OptionProblems() {}

    /** Returns what is made of the values of options, unless it has no meaning. */
    static <T> T made(Arguments arguments, InputFiles.Maker<T> maker) {
        try {
            return maker.make();
        } catch (InvalidInstanceException exception) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    exception.problems().stream()
                            .map(problem -> line(arguments, exception.source(), problem))
                            .toList());
        }
    }

    private static String line(Arguments arguments, String source, InstanceProblem problem) {
        String field =
                problem.pointer().split("/", -1).length > 1 ? problem.pointer().split("/", -1)[1] : "";
        String typed = ORIGINS.getOrDefault(field, List.of(field)).stream()
                .filter(arguments::has)
                .map(option -> "--" + option + " " + arguments.required(option))
                .collect(Collectors.joining(" "));
        return typed.isEmpty() ? problem.in(source) : typed + ": " + problem.message();
    }
}
