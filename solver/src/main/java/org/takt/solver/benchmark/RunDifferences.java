package org.takt.solver.benchmark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What two runs differ in beside their results. */
public final class RunDifferences {
    private RunDifferences() {}

    /** Returns what is not the same in all sessions of both, in words; nothing if the runs were made alike. */
    public static List<String> between(Results a, Results b) {
        List<String> differences = new ArrayList<>();
        addIf(differs(a, b, session -> session.options().timeLimitSeconds()), "time limit", differences);
        addIf(differs(a, b, session -> session.options().workers()), "workers", differences);
        addIf(differs(a, b, session -> session.options().gap()), "gap to stop at", differences);
        addIf(differs(a, b, Session::takt), "version", differences);
        addIf(differs(a, b, Session::commit), "commit", differences);
        addIf(differs(a, b, Session::orTools), "OR-Tools", differences);
        addIf(differs(a, b, Session::machine), "machine", differences);
        return List.copyOf(differences);
    }

    private static void addIf(boolean differs, String what, List<String> differences) {
        if (differs) {
            differences.add(what);
        }
    }

    private static boolean differs(Results a, Results b, Function<Session, Object> aspect) {
        Set<Object> values = new HashSet<>();
        a.sessions().forEach(session -> values.add(aspect.apply(session)));
        b.sessions().forEach(session -> values.add(aspect.apply(session)));
        return values.size() > 1;
    }
}
