package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.takt.solver.bound.FractionalKnapsack.Item;

class FractionalKnapsackTest {
    /** The first fits whole; of the second one of five parts, 1.2 of its work of 6, rounded up. */
    @Test
    void takesTheDensestFirstAndTheLastInPart() {
        List<Item> items = List.of(new Item(6, 5), new Item(8, 4));

        assertThat(FractionalKnapsack.mostInParts(items, 4)).isEqualTo(8);
        assertThat(FractionalKnapsack.mostInParts(items, 5)).isEqualTo(8 + 2);
        assertThat(FractionalKnapsack.mostInParts(items, 100)).isEqualTo(14);
    }

    /** Equal items of 3 · 4 in 10: by number two fit, where in parts two and a half would. */
    @Test
    void countsWholeItemsWhereThatIsLess() {
        List<Item> items = List.of(new Item(3, 4), new Item(3, 4), new Item(3, 4));

        assertThat(FractionalKnapsack.mostInParts(items, 10)).isEqualTo(8);
        assertThat(FractionalKnapsack.mostWork(items, 10)).isEqualTo(6);
    }

    @Test
    void nothingFitsIntoNothing() {
        assertThat(FractionalKnapsack.mostWork(List.of(new Item(3, 4)), 0)).isZero();
        assertThat(FractionalKnapsack.mostWork(List.of(new Item(3, 4)), -1)).isZero();
        assertThat(FractionalKnapsack.mostWork(List.of(), 10)).isZero();
    }

    @Test
    void isNeverLessThanTheBestSet() {
        Random random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            List<Item> items = new ArrayList<>();
            for (int item = random.nextInt(7); item > 0; item--) {
                items.add(new Item(1 + random.nextInt(9), 1 + random.nextInt(9)));
            }
            long capacity = random.nextInt(30);
            assertThat(FractionalKnapsack.mostWork(items, capacity))
                    .as("%s in %s", items, capacity)
                    .isBetween(best(items, capacity), FractionalKnapsack.mostInParts(items, capacity));
        }
    }

    private static long best(List<Item> items, long capacity) {
        long best = 0;
        for (int set = 0; set < 1 << items.size(); set++) {
            long work = 0;
            long memory = 0;
            for (int item = 0; item < items.size(); item++) {
                work += (set >> item & 1) * items.get(item).work();
                memory += (set >> item & 1) * items.get(item).memory();
            }
            best = memory <= capacity ? Math.max(best, work) : best;
        }
        return best;
    }
}
