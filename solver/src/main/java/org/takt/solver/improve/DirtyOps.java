package org.takt.solver.improve;

/**
 * The ops whose starts may have changed, each at most once, those of least key first; ties by op. A binary heap
 * in arrays: adding and removing takes O(log n) time.
 */
final class DirtyOps {
    private final int[] heap;
    private final long[] key;
    private final boolean[] isIn;
    private int size;

    /** Makes room for so many ops. */
    DirtyOps(int ops) {
        heap = new int[ops];
        key = new long[ops];
        isIn = new boolean[ops];
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds an op unless it is in, whatever its key there. */
    void add(int op, long newKey) {
        if (isIn[op]) {
            return;
        }
        isIn[op] = true;
        key[op] = newKey;
        int at = size++;
        while (at > 0 && isBefore(op, heap[(at - 1) / 2])) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = op;
    }

    /** Removes and returns the first; there must be one. */
    int remove() {
        int first = heap[0];
        isIn[first] = false;
        int last = heap[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], last)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return first;
    }

    void clear() {
        while (size > 0) {
            isIn[heap[--size]] = false;
        }
    }

    private boolean isBefore(int op, int other) {
        return key[op] != key[other] ? key[op] < key[other] : op < other;
    }
}
