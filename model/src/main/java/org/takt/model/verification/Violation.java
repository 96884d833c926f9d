package org.takt.model.verification;

import org.takt.model.problem.PresenceRule;

/** A rule that a schedule breaks: which, where, and by how much. Ops, devices and resources are named by index; {@link #message()} names them for people. */
public sealed interface Violation {
    /** Returns a full sentence for people. */
    String message();

    /** The schedule was made for another problem: it has another number of ops. */
    record WrongSize(int found, int expected, String message) implements Violation {}

    /** A mandatory op is missing. */
    record OpMissing(int op, String message) implements Violation {}

    /** An op has a mode it does not offer. */
    record ModeUnknown(int op, int mode, String message) implements Violation {}

    /** An op starts before time 0 or so late that it ends beyond what a problem's time may reach. */
    record StartOutOfRange(int op, long start, String message) implements Violation {}

    /** A presence rule is broken. */
    record PresenceBroken(PresenceRule rule, String message) implements Violation {}

    /** An op starts too early after a predecessor, by {@code missing} ticks. */
    record PrecedenceBroken(int before, int after, long missing, String message) implements Violation {}

    /** Two ops hold a resource at the same time, for {@code overlap} ticks; an op of no duration inside another counts 0. */
    record ResourceOverlap(int resource, int first, int second, long overlap, String message) implements Violation {}

    /** A device holds more than its limit at {@code time}, by {@code excess} memory units: the largest excess on the device. */
    record MemoryExceeded(int device, long time, long excess, String message) implements Violation {}

    /** A periodic schedule was made for a unit of another number of micro-batches than its problem has. */
    record WrongUnit(int found, int expected, String message) implements Violation {}

    /** What an op takes of a device's memory in every unit of a periodic schedule is never returned. */
    record NeverReturned(int device, int takenAt, String message) implements Violation {}

    /** The makespan exceeds the objective's ceiling by {@code excess} ticks. */
    record CeilingExceeded(long excess, String message) implements Violation {}
}
