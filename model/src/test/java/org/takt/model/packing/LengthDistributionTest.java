package org.takt.model.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LengthDistributionTest {
    private static final List<Long> MANY = LengthDistribution.wikipedia().sample(200_000, Long.MAX_VALUE, 0);

    @ParameterizedTest
    @CsvSource({"87, 10", "347, 50", "1024, 78.81", "4096, 95.61", "10921, 99", "65536, 99.972"})
    void asManyAreAsShortAsTheDistributionSays(long tokens, double percent) {
        long shorter = MANY.stream().filter(length -> length <= tokens).count();

        assertThat(100.0 * shorter / MANY.size()).isCloseTo(percent, within(0.4));
    }

    /** The source says 1014 tokens; how lengths spread between the points is not known. */
    @Test
    void theMeanIsTheSources() {
        assertThat(MANY.stream().mapToLong(Long::longValue).average().orElseThrow())
                .isCloseTo(1014, within(60.0));
        assertThat(MANY).allMatch(length -> length >= 1);
    }

    @Test
    void theSeedDecides() {
        LengthDistribution lengths = LengthDistribution.wikipedia();

        assertThat(lengths.sample(64, 8192, 1)).isEqualTo(lengths.sample(64, 8192, 1));
        assertThat(lengths.sample(64, 8192, 1)).isNotEqualTo(lengths.sample(64, 8192, 2));
        assertThat(lengths.sample(64, 8192, 1))
                .startsWith(lengths.sample(8, 8192, 1).toArray(Long[]::new));
        assertThat(lengths.sample(10_000, 2048, 7)).allMatch(length -> length <= 2048);
    }

    @Test
    void refusesALimitThatLeavesNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LengthDistribution.wikipedia().sample(1, 86, 0))
                .withMessage("The longest length is 86 tokens, expected at least 87.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tokens,percent;10,100 | Line 1: found "tokens,percent", expected the header max_tokens,percent_of_sequences.
            #;max_tokens,percent_of_sequences;0,100 | Line 3: found "0,100", expected more tokens and
            max_tokens,percent_of_sequences;9,50;9,100 | Line 3: found "9,100", expected more tokens and
            max_tokens,percent_of_sequences;9,50;10,49 | Line 3: found "10,49", expected more tokens and
            max_tokens,percent_of_sequences;9,101 | Line 2: found "9,101", expected more tokens and
            max_tokens,percent_of_sequences;9,-1 | Line 2: found "9,-1", expected tokens, a comma and a percentage.
            max_tokens,percent_of_sequences;9,50 | Line 2: found "50.0", expected a last line at 100 percent.
            max_tokens,percent_of_sequences | Line 1: found "0.0", expected a last line at 100 percent.
            """)
    void namesTheLineThatIsWrong(String csv, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LengthDistribution.parse(csv.replace(';', '\n')))
                .withMessageContaining(message);
    }
}
