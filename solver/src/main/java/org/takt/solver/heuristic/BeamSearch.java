package org.takt.solver.heuristic;

import java.util.Optional;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Comparator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

public final class BeamSearch {
    private static final int MOST_OPTIONS = 16;
    static int PASSES=Integer.getInteger("passes",0);
    private final ListTables tables;
    private final RestTables rest;

    private BeamSearch(Problem problem, ListTables tables) {
        this.tables = tables;
        this.rest = new RestTables(problem, tables);
    }

    public static Optional<BeamSearch> of(Problem problem, boolean fused) {
        return PresenceChoice.choose(problem, fused).map(modes -> new BeamSearch(problem, new ListTables(problem, modes)));
    }

    public Optional<Schedule> schedule(int width, double share, double noise, long seed, BooleanSupplier stop) {
        Random random = new Random(seed);
        int[] options = new int[MOST_OPTIONS];
        List<BeamState> spare = new ArrayList<>();
        List<BeamState> beam = new ArrayList<>(List.of(new BeamState(rest, tables)));
        PriorityQueue<BeamState> next = new PriorityQueue<>(Comparator.comparingDouble((BeamState s) -> -s.score));
        Set<Long> seen = new HashSet<>();
        BeamState complete = null;
        while (!beam.isEmpty() && !stop.getAsBoolean()) {
            seen.clear();
            for (BeamState parent : beam) {
                for (int pass = 0; pass <= PASSES; pass++) {
                int count = parent.options(options);
                if (parent.partial.isComplete()) {
                    if (complete == null || complete.partial.end() > parent.partial.end()) complete = parent;
                    break;
                }
                if (count == 0) break;
                boolean mayPass = pass < PASSES && parent.mayPass(options, count);
                for (int i = 0; i < count; i++) {
                    BeamState child;
                    if (i == count - 1 && !mayPass) {
                        child = parent;
                    } else {
                        child = spare.isEmpty() ? new BeamState(rest, tables) : spare.remove(spare.size() - 1);
                        child.copyFrom(parent);
                    }
                    child.start(options[i]);
                    child.rate(share);
                    if (noise > 0) child.score += noise * random.nextDouble();
                    if ((next.size() >= width && next.peek().score <= child.score) || !seen.add(child.signature())) {
                        spare.add(child);
                    } else {
                        next.add(child);
                        if (next.size() > width) {
                            spare.add(next.remove());
                        }
                    }
                }
                if (!mayPass) break;
                }
            }
            beam = new ArrayList<>(next);
            next.clear();
        }
        return Optional.ofNullable(complete).map(c -> c.partial.schedule());
    }
}
