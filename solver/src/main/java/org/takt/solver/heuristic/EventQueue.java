package org.takt.solver.heuristic;

import java.util.Arrays;

/**
 * What a walk through time has to look at, earliest first: ends of ops and resources that may have become useful. At
 * one instant ends come before resources, later ops before earlier ones and lower resources before higher ones. A binary
 * heap; adding and removing take O(log n) time.
 */
final class EventQueue {
    private long[] times = new long[64];
    /** Ops by their complement, which is negative and lower for later ops; resources as they are. */
    private int[] subjects = new int[64];

    private int size;

    /** Becomes a copy of another queue. */
    void copyFrom(EventQueue other) {
        size = other.size;
        if (times.length < size) {
            times = new long[other.times.length];
            subjects = new int[other.times.length];
        }
        System.arraycopy(other.times, 0, times, 0, size);
        System.arraycopy(other.subjects, 0, subjects, 0, size);
    }

    void addEnd(long time, int op) {
        add(time, ~op);
    }

    void addResource(long time, int resource) {
        add(time, resource);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns the time of the first event. */
    long time() {
        return times[0];
    }

    /** Removes the first event and returns its resource, or the complement of its op. */
    int remove() {
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
