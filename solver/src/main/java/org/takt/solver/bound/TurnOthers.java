package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.List;

/**
 * The micro-batches besides one that turns round, for {@link TurnBound}: which of them are best ahead of the turn, and how those
 * get there, in the memory that there is.
 */
final class TurnOthers {
    /** Weights of the way, from 0 to this, of this. */
    private static final int WEIGHTS = 64;

    /** How many lengths are tried for the longest that overtake; where there are more, several that follow each other count as one. */
    private static final int MOST_LENGTHS = 16;

    /**
     * A micro-batch.
     *
     * @param ahead what it adds to the way if it is ahead of the turn, ticks, at least 1
     * @param behind what it adds to everything if it is behind, ticks, at least 1
     * @param memory what it takes on each device that it is on
     */
    record Other(long ahead, long behind, long memory) {}

    /**
     * The longest micro-batch that overtakes, or overtakes apart from the longest.
     *
     * @param least what it adds at least; 0 if there is none
     * @param most it may be as long as this
     * @param room memory for those that are ahead from the begin and for those that overtake with it
     */
    private record Length(long least, long most, long room) {}

    /**
     * What being ahead instead of behind gains, in ticks times {@link #WEIGHTS}, for the memory that it takes.
     *
     * @param ahead as for {@link Other}
     */
    private record Gain(FractionalKnapsack.Item item, long ahead) {}

    private final List<Other> others;
    private final long roomAtBegin;
    private final long roomTogether;
    private final List<Length> lengths;

    /**
     * Prepares the choice.
     *
     * @param roomAtBegin memory for others when the one that turns begins its way
     * @param roomTogether memory for others on any device when those that overtake together have done so
     */
    TurnOthers(List<Other> others, long roomAtBegin, long roomTogether) {
        this.others = others;
        this.roomAtBegin = roomAtBegin;
        this.roomTogether = roomTogether;
        this.lengths = allFitAtBegin() ? List.of(nobody()) : lengths();
    }

    private boolean allFitAtBegin() {
        long left = roomAtBegin;
        for (Other other : others) {
            if (other.memory() > left) {
                return false;
            }
            left -= other.memory();
        }
        return true;
    }

    private Length nobody() {
        return new Length(0, 0, roomAtBegin);
    }

    private List<Length> lengths() {
        long[] distinct =
                others.stream().mapToLong(Other::ahead).sorted().distinct().toArray();
        int together = Math.max(1, (distinct.length + MOST_LENGTHS - 1) / MOST_LENGTHS);
        List<Length> all = new ArrayList<>();
        all.add(nobody());
        for (int first = 0; first < distinct.length; first += together) {
            long most = distinct[Math.min(distinct.length, first + together) - 1];
            all.add(new Length(distinct[first], most, roomAtBegin + roomTogether + mostReturned(most)));
        }
        return all;
    }

    /**
     * Returns the least value, whatever is ahead, of the highest weighted mean of two inequalities, rounded up. Takes O(weights ×
     * (others log others + lengths² × others)) time.
     *
     * @param whole the way, ticks, to which those add that are ahead or behind, and the longest that overtake
     * @param part what follows the turn, ticks, to which those ahead add both their ops
     */
    long leastMean(long whole, long part) {
        long[][] highest = new long[lengths.size()][lengths.size()];
        for (int weight = 0; weight <= WEIGHTS; weight++) {
            long mean = weight * whole + (WEIGHTS - weight) * part + WEIGHTS * sumBehind();
            raise(highest, mean, weight);
        }
        long least = Long.MAX_VALUE;
        for (int longest = 0; longest < highest.length; longest++) {
            for (int apart = 0; apart <= longest; apart++) {
                least = Math.min(least, highest[longest][apart]);
            }
        }
        return least;
    }

    private long sumBehind() {
        return others.stream().mapToLong(Other::behind).sum();
    }

    private void raise(long[][] highest, long allBehind, int weight) {
        List<Gain> gains = gains(weight);
        for (int longest = 0; longest < highest.length; longest++) {
            for (int apart = 0; apart <= longest; apart++) {
                long added = weight
                        * (lengths.get(longest).least() + lengths.get(apart).least());
                long mean = allBehind + added - mostGained(gains, lengths.get(longest), lengths.get(apart));
                highest[longest][apart] = Math.max(highest[longest][apart], -Math.floorDiv(-mean, WEIGHTS));
            }
        }
    }

    /** Returns what gains, those first that gain most for their memory. */
    private List<Gain> gains(int weight) {
        List<Gain> gains = new ArrayList<>();
        for (Other other : others) {
            long gained = weight * other.behind() - WEIGHTS * other.ahead();
            if (gained > 0) {
                gains.add(new Gain(new FractionalKnapsack.Item(gained, other.memory()), other.ahead()));
            }
        }
        gains.sort((one, other) -> FractionalKnapsack.BY_DENSITY.compare(one.item(), other.item()));
        return gains;
    }

    /**
     * Returns at least what can be gained. Those longer than any that overtake must be ahead from the begin, those longer than any
     * that overtake apart from the longest either that or overtake together with it. As the limits are nested, taking in parts what
     * gains most for its memory is best.
     */
    private long mostGained(List<Gain> gains, Length longest, Length apart) {
        long gained = 0;
        long leftAtBegin = roomAtBegin;
        long left = longest.room();
        for (Gain gain : gains) {
            FractionalKnapsack.Item item = gain.item();
            if (gain.ahead() <= apart.most() || item.memory() == 0) {
                gained += item.work();
                continue;
            }
            boolean isAheadFromBegin = gain.ahead() > longest.most();
            long taken = Math.min(item.memory(), isAheadFromBegin ? Math.min(left, leftAtBegin) : left);
            gained +=
                    taken == item.memory() ? item.work() : FractionalKnapsack.share(item.work(), taken, item.memory());
            left -= taken;
            leftAtBegin -= isAheadFromBegin ? taken : 0;
        }
        return gained;
    }

    /** Returns the most memory of those whose ops on the way back take no longer in sum than the longest that overtakes. */
    private long mostReturned(long longest) {
        List<FractionalKnapsack.Item> items = others.stream()
                .filter(other -> other.memory() > 0)
                .map(other -> new FractionalKnapsack.Item(other.memory(), other.behind()))
                .toList();
        return FractionalKnapsack.mostInParts(items, longest);
    }
}
