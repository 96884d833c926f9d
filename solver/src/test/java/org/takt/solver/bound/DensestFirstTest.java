package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.takt.solver.bound.FractionalKnapsack.Item;

class DensestFirstTest {
    @Test
    void leavesOutOneItem() {
        DensestFirst items = new DensestFirst(List.of(new Item(6, 5), new Item(8, 4), new Item(1, 1)));

        assertThat(items.mostInParts(6)).isEqualTo(8 + 3);
        assertThat(items.mostInPartsWithout(0, 6)).isEqualTo(8 + 1);
        assertThat(items.mostInPartsWithout(1, 6)).isEqualTo(6 + 1);
        assertThat(items.mostInPartsWithout(2, 6)).isEqualTo(8 + 3);
    }

    @Test
    void countsAllThatFitWithoutLimit() {
        DensestFirst items = new DensestFirst(List.of(new Item(6, 5), new Item(8, 4)));

        assertThat(items.mostInParts(Long.MAX_VALUE)).isEqualTo(14);
        assertThat(items.mostInPartsWithout(1, Long.MAX_VALUE)).isEqualTo(6);
    }

    @Test
    void sortingOnceGivesWhatSortingTheOthersGives() {
        Random random = new Random(2);
        for (int round = 0; round < 2000; round++) {
            List<Item> all = new ArrayList<>();
            for (int item = 1 + random.nextInt(7); item > 0; item--) {
                all.add(new Item(1 + random.nextInt(9), 1 + random.nextInt(9)));
            }
            long capacity = random.nextInt(40) - 2;
            int leftOut = random.nextInt(all.size());
            List<Item> others = new ArrayList<>(all);
            others.remove(leftOut);

            DensestFirst items = new DensestFirst(all);

            assertThat(items.mostInParts(capacity)).isEqualTo(FractionalKnapsack.mostInParts(all, capacity));
            assertThat(items.mostInPartsWithout(leftOut, capacity))
                    .as("%s without %s in %s", all, leftOut, capacity)
                    .isEqualTo(FractionalKnapsack.mostInParts(others, capacity));
        }
    }

    /** The work per memory of the two differs by less than a double can tell. */
    @Test
    void comparesExactlyWhereProductsOverflow() {
        long large = 999_999_999_999_999L;
        DensestFirst items = new DensestFirst(List.of(new Item(large - 1, large), new Item(large, large)));

        assertThat(items.mostInParts(large)).isEqualTo(large);
        assertThat(items.mostInPartsWithout(1, large - 1)).isEqualTo(large - 2 + 1);
    }
}
