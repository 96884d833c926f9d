package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The micro-batches besides one that turns round, for {@link TurnBound}: which of them are best ahead of the turn, and how those
 * get there, in the memory that there is.
 */
final class TurnOthers {
    /** Weights of the way, from 0 to this, of this. */
    private static final int WEIGHTS = 64;

    /** How many lengths are tried for the longest that overtake; where there are more, several that follow each other count as one. */
    private static final int MOST_LENGTHS = 32;

    /**
     * A micro-batch.
     *
     * @param ahead what it adds to the way if it is ahead of the turn, ticks, at least 1
     * @param behind what it adds to everything if it is behind, ticks, at least 1
     * @param memory what it takes on each device that it is on
     */
    record Other(long ahead, long behind, long memory) {}

    /**
     * A group that overtakes together, by its longest micro-batch.
     *
     * @param least what that one adds at least; 0 if there is no such group
     * @param most it may be as long as this
     * @param room memory for the group
     */
    private record Group(long least, long most, long room) {}

    private static final Group NONE = new Group(0, 0, 0);

    /**
     * What being ahead instead of behind gains, in ticks times {@link #WEIGHTS}, for the memory that it takes.
     *
     * @param ahead as for {@link Other}
     * @param item what is gained from the begin, or in the two groups of the longest
     * @param anywhere what of it is gained in any other group too
     * @param rest the item for what is not
     */
    private record Gain(long ahead, FractionalKnapsack.Item item, long anywhere, FractionalKnapsack.Item rest) {}

    private static final Comparator<Gain> BY_ITEM =
            (one, other) -> FractionalKnapsack.BY_DENSITY.compare(one.item(), other.item());

    private static final Comparator<Gain> BY_REST =
            (one, other) -> FractionalKnapsack.BY_DENSITY.compare(one.rest(), other.rest());

    private final List<Other> others;
    private final long roomAtBegin;
    private final long roomTogether;
    private final int mostGroups;
    private final List<Group> groups;

    /**
     * Prepares the choice.
     *
     * @param roomAtBegin memory for others when the one that turns begins its way
     * @param roomTogether memory for others on any device when those that overtake together have done so
     * @param mostGroups how many groups can overtake, at least 1
     */
    TurnOthers(List<Other> others, long roomAtBegin, long roomTogether, int mostGroups) {
        this.others = others;
        this.roomAtBegin = roomAtBegin;
        this.roomTogether = roomTogether;
        this.mostGroups = mostGroups;
        this.groups = allFitAtBegin() ? List.of(NONE) : groups();
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

    private List<Group> groups() {
        long[] distinct =
                others.stream().mapToLong(Other::ahead).sorted().distinct().toArray();
        int together = Math.max(1, (distinct.length + MOST_LENGTHS - 1) / MOST_LENGTHS);
        List<Group> all = new ArrayList<>();
        all.add(NONE);
        for (int first = 0; first < distinct.length; first += together) {
            long most = distinct[Math.min(distinct.length, first + together) - 1];
            all.add(new Group(distinct[first], most, roomTogether + mostReturned(most)));
        }
        return all;
    }

    /**
     * Returns the least value, whatever is ahead, of the highest weighted mean of two inequalities, rounded up. Takes O(weights ×
     * (others log others + groups² × others)) time.
     *
     * @param whole the way, ticks, to which those add that are ahead or behind, and the longest that overtake
     * @param part what follows the turn, ticks, to which those ahead add both their ops
     */
    long leastMean(long whole, long part) {
        long[][] highest = new long[groups.size()][mostGroups == 1 ? 1 : groups.size()];
        long roomForRest = roomForRest();
        for (int weight = 0; weight <= WEIGHTS; weight++) {
            long mean = weight * whole + (WEIGHTS - weight) * part + WEIGHTS * sumBehind();
            raise(highest, mean, weight, gains(weight, roomForRest));
        }
        long least = Long.MAX_VALUE;
        for (int longest = 0; longest < highest.length; longest++) {
            for (int second = 0; second < highest[longest].length && second <= longest; second++) {
                least = Math.min(least, highest[longest][second]);
            }
        }
        return least;
    }

    private long sumBehind() {
        return others.stream().mapToLong(Other::behind).sum();
    }

    private void raise(long[][] highest, long allBehind, int weight, List<Gain> gains) {
        List<Gain> byItem = gains.stream().sorted(BY_ITEM).toList();
        List<Gain> byRest = gains.stream().sorted(BY_REST).toList();
        for (int longest = 0; longest < highest.length; longest++) {
            for (int second = 0; second < highest[longest].length && second <= longest; second++) {
                long added = weight
                        * (groups.get(longest).least() + groups.get(second).least());
                long mean = allBehind + added - mostGained(byItem, byRest, groups.get(longest), groups.get(second));
                highest[longest][second] = Math.max(highest[longest][second], -Math.floorDiv(-mean, WEIGHTS));
            }
        }
    }

    private List<Gain> gains(int weight, long roomForRest) {
        List<Gain> gains = new ArrayList<>();
        for (Other other : others) {
            long gained = weight * other.behind() - WEIGHTS * other.ahead();
            if (gained > 0) {
                long rest = mostGroups > 2 ? Math.min(gained, inAnyGroup(other, weight, roomForRest)) : gained;
                gains.add(new Gain(
                        other.ahead(),
                        new FractionalKnapsack.Item(gained, other.memory()),
                        gained - rest,
                        new FractionalKnapsack.Item(rest, other.memory())));
            }
        }
        return gains;
    }

    /** Returns at most what one adds to the longest of any group, weighted; nothing where it takes no memory. */
    private static long inAnyGroup(Other other, int weight, long roomForRest) {
        return other.memory() == 0
                ? 0
                : FractionalKnapsack.scaleDown(weight * other.ahead(), other.memory(), roomForRest);
    }

    /**
     * Returns at least what can be gained. Those longer than any that overtake must be ahead from the begin, those longer than any
     * of the second group either that or in the first. As the limits are nested, taking in parts what gains most for its memory
     * is best; the two lists are merged, each without those that the other stands for.
     */
    private long mostGained(List<Gain> byItem, List<Gain> byRest, Group longest, Group second) {
        Rooms rooms = new Rooms(longest, second);
        long gained = 0;
        int item = next(byItem, 0, second, false);
        int rest = next(byRest, 0, second, true);
        while (item < byItem.size() || rest < byRest.size()) {
            if (isDenser(byItem, item, byRest, rest)) {
                Gain gain = byItem.get(item);
                gained += rooms.take(gain.item(), gain.ahead());
                item = next(byItem, item + 1, second, false);
            } else {
                Gain gain = byRest.get(rest);
                gained += gain.anywhere() + rooms.take(gain.rest(), gain.ahead());
                rest = next(byRest, rest + 1, second, true);
            }
        }
        return gained;
    }

    private static boolean isDenser(List<Gain> byItem, int item, List<Gain> byRest, int rest) {
        return rest == byRest.size()
                || (item < byItem.size()
                        && FractionalKnapsack.BY_DENSITY.compare(
                                        byItem.get(item).item(),
                                        byRest.get(rest).rest())
                                <= 0);
    }

    /** Returns where the next is, from a place on, that is no longer than a group's longest, or that is longer. */
    private static int next(List<Gain> gains, int from, Group group, boolean isShort) {
        int next = from;
        while (next < gains.size() && gains.get(next).ahead() <= group.most() != isShort) {
            next++;
        }
        return next;
    }

    /** Memory that is left from the begin, with the group of the longest, and with the second group. */
    private final class Rooms {
        private final Group longest;
        private final Group second;
        private long atBegin;
        private long withLongest;
        private long withBoth;

        Rooms(Group longest, Group second) {
            this.longest = longest;
            this.second = second;
            atBegin = roomAtBegin;
            withLongest = roomAtBegin + longest.room();
            withBoth = withLongest + second.room();
        }

        /** Returns what of the item is gained in the memory there is for it. */
        long take(FractionalKnapsack.Item item, long ahead) {
            boolean isAtBegin = ahead > longest.most();
            boolean isWithLongest = ahead > second.most();
            long left = isWithLongest ? Math.min(withBoth, withLongest) : withBoth;
            long taken = Math.min(item.memory(), isAtBegin ? Math.min(left, atBegin) : left);
            atBegin -= isAtBegin ? taken : 0;
            withLongest -= isWithLongest ? taken : 0;
            withBoth -= taken;
            return taken == item.memory() ? item.work() : FractionalKnapsack.share(item.work(), taken, item.memory());
        }
    }

    /** Returns the memory of which each of another group has to take its part of the longest, even what has gone back. */
    private long roomForRest() {
        return roomTogether
                + others.stream()
                        .filter(other -> other.memory() > 0)
                        .mapToLong(other -> FractionalKnapsack.share(other.ahead(), other.memory(), other.behind()))
                        .max()
                        .orElse(0);
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
