package org.takt.solver.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SplitMix64Test {
    /** The first numbers of seed 1234567 as published on Rosetta Code, "Pseudo-random numbers/Splitmix64". */
    private static final String[] PUBLISHED = {
        "6457827717110365317",
        "3203168211198807973",
        "9817491932198370423",
        "4593380528125082431",
        "16408922859458223821"
    };

    @Test
    void givesTheUpper53BitsOfThePublishedNumbers() {
        SplitMix64 random = new SplitMix64(1_234_567);
        for (String published : PUBLISHED) {
            assertThat(random.nextDouble()).isEqualTo((Long.parseUnsignedLong(published) >>> 11) * 0x1p-53);
        }
    }
}
