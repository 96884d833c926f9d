package org.takt.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.takt.model.problem.OpKind;

class OpStyleTest {
    private static final List<OpKind> OFTEN = List.of(OpKind.F, OpKind.B, OpKind.I, OpKind.W, OpKind.R);

    /** Pairs 1, 7, 13, 17 and 25 of the test data of Sharma, Wu and Dalal. */
    @ParameterizedTest
    @CsvSource({
        "50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425",
        "50, 0, 0, 50, -1, 2, 2.3669",
        "50, 2.5, 0, 50, 0, -2.5, 4.3065",
        "50, 2.5, 0, 73, 25, -18, 27.1492",
        "60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644",
    })
    void differencesAreThoseOfThePublishedTestData(
            double l1, double a1, double b1, double l2, double a2, double b2, double difference) {
        assertThat(ColourVision.difference(new double[] {l1, a1, b1}, new double[] {l2, a2, b2}))
                .isCloseTo(difference, within(0.0001));
    }

    @ParameterizedTest
    @EnumSource(ColourVision.class)
    void forwardsAndBackwardsLookFarApartToEverybody(ColourVision vision) {
        for (OpKind one : OFTEN) {
            for (OpKind other : OFTEN) {
                if (one != other) {
                    assertDifference(vision, one, other, 18);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ColourVision.class)
    void allKindsCanBeToldApartByEverybody(ColourVision vision) {
        for (OpKind one : OpKind.values()) {
            for (OpKind other : OpKind.values()) {
                if (one != other) {
                    assertDifference(vision, one, other, 9);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ColourVision.class)
    void allKindsStandOutFromTheGround(ColourVision vision) {
        for (OpKind kind : OpKind.values()) {
            assertThat(vision.difference(OpStyle.of(kind).colour(), OpStyle.GROUND))
                    .as("%s on the ground", kind)
                    .isGreaterThan(10);
        }
    }

    @ParameterizedTest
    @EnumSource(OpKind.class)
    void lettersHaveTheContrastThatWcagAsksOfText(OpKind kind) {
        OpStyle style = OpStyle.of(kind);
        assertThat(ColourVision.contrast(style.colour(), style.ink())).isGreaterThanOrEqualTo(4.5);
    }

    @Test
    void noTwoKindsHaveTheSameLetters() {
        assertThat(Arrays.stream(OpKind.values()).map(kind -> OpStyle.of(kind).letters()))
                .doesNotHaveDuplicates();
    }

    private static void assertDifference(ColourVision vision, OpKind one, OpKind other, double least) {
        assertThat(vision.difference(OpStyle.of(one).colour(), OpStyle.of(other).colour()))
                .as("%s and %s", one, other)
                .isGreaterThan(least);
    }
}
