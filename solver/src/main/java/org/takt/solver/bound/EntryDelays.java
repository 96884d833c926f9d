package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.takt.model.certificate.ProvedDelay;
import org.takt.model.problem.Device;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;

/**
 * How long at least, in ticks, between the entries of a micro-batch and the k-th after it, for every k. Delays add
 * up: what holds for a and for b micro-batches in a row holds for a + b. Knows how those beyond the closed form were
 * proved. Safe for use by several threads.
 *
 * <p>In closed form, k micro-batches take at least k times the entry op; and when the k-th after some micro-batch
 * enters, the k before it have entered one entry op apart, at the closest, so that unless enough time has passed
 * for the releases of the first of them, they and the new one do not fit into a device's memory.
 *
 * <p>Several chunks on a device: where all that a micro-batch takes there is taken before any of it is released, as all forwards
 * precede all backwards, the first micro-batch holds the whole claim A at the instant before its first release ends. Those that
 * entered before that instant release nothing earlier than it does, as each role runs in order of micro-batch, and hold at least
 * what the entry takes, a. So with a capacity of C at most 1 + ⌊(C − A) / a⌋ enter before that release, whatever room there is
 * for entries alone: more would leave the first without the memory for its last chunk (the claims of the banker's
 * rule, Dijkstra, EWD 623).
 */
public final class EntryDelays {
    private final long[] direct;
    private final List<ProvedDelay> proved = new ArrayList<>();
    private long[] closure;
    private int inFlight;

    private EntryDelays(int microBatches) {
        direct = new long[microBatches];
        closure = new long[microBatches];
        inFlight = microBatches;
    }

    private EntryDelays(EntryDelays original) {
        direct = original.direct.clone();
        closure = original.closure;
        inFlight = original.inFlight;
        proved.addAll(original.proved);
    }

    /** Returns what holds in closed form. Takes O(size of a micro-batch + k² log k) time for k micro-batches in flight. */
    public static EntryDelays of(MicroBatchSequence sequence) {
        EntryDelays delays = new EntryDelays(sequence.size());
        MicroBatchSequence.Window one = sequence.window(1);
        ProblemAnalysis analysis = new ProblemAnalysis(one.problem());
        int entry = one.entries().get(0);
        for (int k = 1; k < sequence.size(); k++) {
            delays.direct[k] = k == 1 ? analysis.shortest(entry) : 0;
        }
        delays.close();
        for (int device = 0; device < one.problem().devices().size(); device++) {
            delays.addMemory(device, entry, analysis);
            delays.addClaims(device, entry, analysis);
        }
        return delays;
    }

    /** Returns the most micro-batches that can have entered without a release; all of them where memory sets no limit. */
    public int inFlight() {
        return inFlight;
    }

    /**
     * Returns the least delay.
     *
     * @param k how many micro-batches later, from 0 to one less than there are
     */
    public synchronized long between(int k) {
        return closure[k];
    }

    /** Returns a copy that does not change with this. */
    public synchronized EntryDelays copy() {
        return new EntryDelays(this);
    }

    /** Returns the delays that were noted and not implied already, in the order in which they were. */
    public synchronized List<ProvedDelay> proved() {
        return List.copyOf(proved);
    }

    /** Notes a proved delay; one that is implied already changes nothing. */
    public synchronized void raise(ProvedDelay delay) {
        if (raise(delay.microBatches(), delay.ticks())) {
            proved.add(delay);
        }
    }

    private boolean raise(int k, long ticks) {
        boolean isNew = ticks > closure[k];
        if (isNew) {
            direct[k] = ticks;
            close();
        }
        return isNew;
    }

    /**
     * Returns the delays among some micro-batches, those left out that follow from others.
     *
     * @param room ticks that the delays may add up to; those beyond are left out
     */
    public synchronized List<Precedence> among(List<Integer> entries, Problem window, long room) {
        List<Precedence> precedences = new ArrayList<>();
        long duration = window.ops().get(entries.get(0)).modes().get(0).duration();
        long left = room;
        for (int k = 2; k < entries.size(); k++) {
            if (direct[k] >= closure[k] && direct[k] > duration) {
                for (int position = 0; position + k < entries.size() && direct[k] - duration <= left; position++) {
                    left -= direct[k] - duration;
                    precedences.add(new Precedence(
                            entries.get(position), entries.get(position + k), Lag.of(direct[k] - duration)));
                }
            }
        }
        return precedences;
    }

    private void close() {
        long[] best = new long[direct.length];
        List<Integer> known = new ArrayList<>();
        for (int k = 1; k < best.length; k++) {
            best[k] = direct[k];
            for (int part : known) {
                best[k] = Math.max(best[k], direct[part] + best[k - part]);
            }
            if (direct[k] >= best[k]) {
                known.add(k);
            }
        }
        closure = best;
    }

    private void addMemory(int device, int entry, ProblemAnalysis one) {
        Device described = one.problem().devices().get(device);
        List<BufferLives.Life> lives = BufferLives.on(device, one).stream()
                .filter(life -> life.buffer().takenAt() == entry)
                .toList();
        long taken = lives.stream().mapToLong(life -> life.buffer().size()).sum();
        if (described.memoryLimit().isEmpty() || taken == 0 || described.bufferCapacity() < taken) {
            return;
        }
        long fitting = described.bufferCapacity() / taken;
        inFlight = (int) Math.min(inFlight, fitting);
        long duration = one.shortest(entry);
        for (long k = fitting; k < Math.min(direct.length, 2 * fitting + 1); k++) {
            raise((int) k, leastDelay((int) k, described.bufferCapacity() - taken, duration, lives));
        }
    }

    private void addClaims(int device, int entry, ProblemAnalysis one) {
        Device described = one.problem().devices().get(device);
        List<BufferLives.Life> lives = BufferLives.on(device, one);
        if (described.memoryLimit().isEmpty() || !isClaimedAtOnce(lives, one)) {
            return;
        }
        long claim = 0;
        long taken = 0;
        long firstRelease = Long.MAX_VALUE;
        for (BufferLives.Life life : lives) {
            int taker = life.buffer().takenAt();
            claim += life.buffer().size();
            taken += taker == entry ? life.buffer().size() : 0;
            firstRelease = Math.min(firstRelease, one.head(taker) + life.length());
        }
        if (taken > 0 && claim <= described.bufferCapacity()) {
            long entered = 1 + (described.bufferCapacity() - claim) / taken;
            inFlight = (int) Math.min(inFlight, entered);
            if (entered < direct.length) {
                raise((int) entered, firstRelease);
            }
        }
    }

    /** Whether every buffer has one release, which is sure to follow every taker. */
    private static boolean isClaimedAtOnce(List<BufferLives.Life> lives, ProblemAnalysis one) {
        SurePaths paths = new SurePaths(one);
        for (BufferLives.Life taken : lives) {
            int taker = taken.buffer().takenAt();
            paths.search(taker, op -> true);
            for (BufferLives.Life released : lives) {
                List<Integer> releases = released.buffer().releasedBy();
                if (releases.size() != 1 || !paths.isReached(releases.get(0))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Delays after which some of k micro-batches may release something are the only ones that need to be looked at. */
    private static long leastDelay(int k, long capacity, long duration, List<BufferLives.Life> lives) {
        long[] delays = new long[k * lives.size()];
        int count = 0;
        for (BufferLives.Life life : lives) {
            for (int later = 0; later < k; later++) {
                delays[count++] = life.length() + later * duration;
            }
        }
        Arrays.sort(delays);
        int low = 0;
        int high = delays.length - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (heldAfter(delays[middle], k, duration, lives) <= capacity) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return delays[low];
    }

    private static long heldAfter(long delay, int k, long duration, List<BufferLives.Life> lives) {
        long held = 0;
        for (BufferLives.Life life : lives) {
            for (int later = 0; later < k; later++) {
                held += life.length() + later * duration > delay ? life.buffer().size() : 0;
            }
        }
        return held;
    }
}
