package org.takt.solver.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.takt.solver.heuristic.Pace;
import org.takt.solver.heuristic.StagePolicies;

/**
 * The best policies so far, of which none leads to a schedule as long as another one's, so that they stay different. May be
 * used by several threads. Its size and shares are the best of a few tried on four pipelines of 16 to 32 devices at less than
 * 1F1B's memory, where they lead to schedules 0.3 to 0.8 % shorter than one parent with one child in the same time.
 */
final class PolicyPopulation {
    private static final int SIZE = 20;

    /** So many begin the population, and so many per cent of the later ones are new as well. */
    private static final int FOUNDERS = 60;

    private static final int NEW_PERCENT = 2;

    /** Offspring of two of the population; the others are of one. */
    private static final int MIXED_PERCENT = 60;

    /** A population gets better if it did within so many of the last asked for, or this share of all. */
    private static final int PATIENCE = 6000;

    private static final double PATIENCE_SHARE = 0.4;

    /** How far behind the slowest member others are followed, as a share of its schedule. */
    private static final double LAG = 0.0005;

    private record Member(StagePolicies policies, long end, Pace pace) {}

    /** The one whose schedule ends first comes first. */
    private final List<Member> members = new ArrayList<>();

    private Pace slowest = Pace.ANY;
    private int asked;
    private int askedWhenBetter;

    /** Returns the changed policies of a member, or of two of them, or nothing where it is the turn of new ones. */
    synchronized Optional<StagePolicies> offspring(Random random) {
        asked++;
        if (members.isEmpty() || asked <= FOUNDERS || random.nextInt(100) < NEW_PERCENT) {
            return Optional.empty();
        }
        StagePolicies parent = any(random);
        boolean isMixed = random.nextInt(100) < MIXED_PERCENT;
        return Optional.of((isMixed ? parent.mixedWith(any(random), random) : parent).changed(random));
    }

    private StagePolicies any(Random random) {
        return members.get(random.nextInt(members.size())).policies();
    }

    /**
     * Takes policies in, instead of a member whose schedule ends at the same time or else of the worst.
     *
     * @param end when their schedule ends
     * @param pace of the walk to it
     */
    synchronized void add(StagePolicies policies, long end, Pace pace) {
        if (members.isEmpty() || end < members.get(0).end()) {
            askedWhenBetter = asked;
        }
        members.removeIf(member -> member.end() == end);
        members.add(new Member(policies, end, pace));
        members.sort(Comparator.comparingLong(Member::end));
        if (members.size() > SIZE) {
            members.remove(SIZE);
        }
        if (members.size() == SIZE) {
            slowest = members.stream()
                    .map(Member::pace)
                    .reduce(Pace::slower)
                    .orElseThrow()
                    .delayed((long) (LAG * members.get(SIZE - 1).end()));
        }
    }

    /** Returns the pace behind which a walk hardly leads to a schedule as short as the members'. */
    synchronized Pace slowest() {
        return slowest;
    }

    /** Returns when the shortest schedule ends; the largest value if there is none. */
    synchronized long leastEnd() {
        return members.isEmpty() ? Long.MAX_VALUE : members.get(0).end();
    }

    /** Returns how many members there are. */
    synchronized int size() {
        return members.size();
    }

    /** Returns whether the shortest schedule got shorter lately. */
    synchronized boolean isGettingBetter() {
        return !members.isEmpty() && asked - askedWhenBetter <= Math.max(PATIENCE, PATIENCE_SHARE * asked);
    }
}
