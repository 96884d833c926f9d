package org.takt.solver.heuristic;

import java.util.Arrays;

/**
 * What a walk through time has to look at, earliest first: ends of ops and resources that may have become useful. At
 * one instant ends come before resources, later ops before earlier ones and lower resources before higher ones, each resource
 * once. Events to come are in a binary heap, the resources to be looked at now in a set of bits; adding and removing take
 * O(log n + resources / 64) time.
 */
final class EventQueue {
    private long[] times = new long[64];
    /** Ops by their complement, which is negative and lower for later ops; resources as they are. */
    private int[] subjects = new int[64];

    private int size;
    private final long[] dueResources;
    private int due;
    private long now;

    EventQueue(int resources) {
        dueResources = new long[(resources + Long.SIZE - 1) / Long.SIZE];
    }

    /** Becomes a copy of another queue for as many resources. */
    void copyFrom(EventQueue other) {
        size = other.size;
        if (times.length < size) {
            times = new long[other.times.length];
            subjects = new int[other.times.length];
        }
        System.arraycopy(other.times, 0, times, 0, size);
        System.arraycopy(other.subjects, 0, subjects, 0, size);
        System.arraycopy(other.dueResources, 0, dueResources, 0, dueResources.length);
        due = other.due;
        now = other.now;
    }

    /** Adds the end of an op, not before now. */
    void addEnd(long time, int op) {
        add(time, ~op);
    }

    /** Adds a resource to be looked at, not before now. */
    void addResource(long time, int resource) {
        if (time == now) {
            addDue(resource);
        } else {
            add(time, resource);
        }
    }

    boolean isEmpty() {
        return size == 0 && due == 0;
    }

    /** Returns the time of the event removed last; 0 at first. */
    long now() {
        return now;
    }

    /** Removes the first event and returns its resource, or the complement of its op. */
    int remove() {
        while (due == 0 || (size > 0 && times[0] == now)) {
            now = times[0];
            int subject = removeFirst();
            if (subject < 0) {
                return subject;
            }
            addDue(subject);
        }
        return removeDue();
    }

    private void addDue(int resource) {
        long bit = 1L << resource;
        due += (dueResources[resource / Long.SIZE] & bit) == 0 ? 1 : 0;
        dueResources[resource / Long.SIZE] |= bit;
    }

    private int removeDue() {
        int word = 0;
        while (dueResources[word] == 0) {
            word++;
        }
        int resource = word * Long.SIZE + Long.numberOfTrailingZeros(dueResources[word]);
        dueResources[word] &= dueResources[word] - 1;
        due--;
        return resource;
    }

    private int removeFirst() {
        int first = subjects[0];
        size--;
        long time = times[size];
        int subject = subjects[size];
        int hole = 0;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && precedes(times[child + 1], subjects[child + 1], child)) {
                child++;
            }
            if (!precedes(times[child], subjects[child], time, subject)) {
                break;
            }
            times[hole] = times[child];
            subjects[hole] = subjects[child];
            hole = child;
        }
        times[hole] = time;
        subjects[hole] = subject;
        return first;
    }

    private void add(long time, int subject) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            subjects = Arrays.copyOf(subjects, 2 * size);
        }
        int hole = size++;
        while (hole > 0 && precedes(time, subject, (hole - 1) / 2)) {
            times[hole] = times[(hole - 1) / 2];
            subjects[hole] = subjects[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        times[hole] = time;
        subjects[hole] = subject;
    }

    private boolean precedes(long time, int subject, int other) {
        return precedes(time, subject, times[other], subjects[other]);
    }

    private static boolean precedes(long time, int subject, long otherTime, int otherSubject) {
        return time != otherTime ? time < otherTime : subject < otherSubject;
    }
}
