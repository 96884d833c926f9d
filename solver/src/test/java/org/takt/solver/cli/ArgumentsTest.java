package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.apache.commons.cli.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    @Test
    void keepsOptionsAndTheRestApart() {
        Arguments arguments = parse("a.json", "--count", "7", "--flag", "b.json");
        assertThat(arguments.positionals()).containsExactly("a.json", "b.json");
        assertThat(arguments.integer("count", 0)).contains(7);
        assertThat(arguments.has("flag")).isTrue();
        assertThat(arguments.has(Arguments.HELP)).isFalse();
    }

    @Test
    void takesWhatFollowsTwoDashesAsItIs() {
        assertThat(parse("--", "--flag").positionals()).containsExactly("--flag");
    }

    @Test
    void refusesOptionsItDoesNotKnowInFull() {
        assertUsage(() -> parse("--fla"), "There is no option --fla.");
        assertUsage(() -> parse("-x"), "There is no option -x.");
    }

    @Test
    void refusesOptionsWithoutTheirValue() {
        assertUsage(() -> parse("--count"), "Option --count needs a value, N.");
    }

    @Test
    void refusesOptionsGivenTwice() {
        assertUsage(() -> parse("--count", "1", "--count", "2"), "Option --count is given twice.");
    }

    @Test
    void asksForTheOnlyArgument() {
        assertUsage(() -> parse().onlyPositional("FILE"), "The argument FILE is missing.");
        assertUsage(() -> parse("a", "b").onlyPositional("FILE"), "The argument \"b\" is one too many.");
        assertThat(parse("a").onlyPositional("FILE")).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "x", ""})
    void refusesNumbersOutOfRange(String text) {
        assertUsage(
                () -> parse("--count", text).integer("count", 1),
                "Option --count is \"" + text + "\", expected a whole number of at least 1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1025", "2147483648", "99999999999999999999"})
    void refusesNumbersAboveTheMost(String text) {
        assertUsage(
                () -> parse("--count", text).integer("count", 1, 1024),
                "Option --count is \"" + text + "\", expected a whole number of at most 1024.");
    }

    @Test
    void takesTheMost() {
        assertThat(parse("--count", "1024").integer("count", 1, 1024)).contains(1024);
    }

    @Test
    void readsTimes() {
        assertThat(parse("--count", "2m").duration("count")).contains(Duration.ofMinutes(2));
        assertThat(parse().duration("count")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "8761h", "2000000000", "99999999h", "99999999999999999h"})
    void refusesTimesOutOfRange(String text) {
        assertUsage(
                () -> parse("--count", text).duration("count"),
                "Option --count is \"" + text
                        + "\", expected a time above 0 and of at most 8760h, such as 90, 2m, 1h30m or 500ms.");
    }

    @ParameterizedTest
    @CsvSource({"0.01, 0.01", "1%, 0.01", "0, 0", ".5, 0.5", "2.5 %, 0.025"})
    void readsSharesAsFractionsAndInPercent(String text, double share) {
        assertThat(parse("--count", text).share("count")).contains(share);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "100%", "-0.1", "1e-2", "x", "%"})
    void refusesSharesOutOfRange(String text) {
        assertUsage(
                () -> parse("--count", text).share("count"),
                "Option --count is \"" + text
                        + "\", expected a share of at least 0 and less than 1 such as 0.01 or 1%.");
    }

    @Test
    void readsPermutations() {
        assertThat(parse("--count", "2, 0,1").indices("count", 3)).containsExactly(2, 0, 1);
        assertThat(parse().indices("count", 3)).containsExactly(0, 1, 2);
        assertUsage(
                () -> parse("--count", "0,0,1").indices("count", 3),
                "Option --count is \"0,0,1\", expected each of 0 to 2 once, with commas between.");
    }

    private static Arguments parse(String... words) {
        Options options = new Options()
                .addOption(Arguments.valued("count", "N", "a number"))
                .addOption(Arguments.flag("flag", "a flag"));
        return Arguments.parse(options, List.of(words));
    }

    private static void assertUsage(ThrowingCallable call, String message) {
        assertThatExceptionOfType(CommandFailure.class).isThrownBy(call).satisfies(failure -> {
            assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(failure.text()).isEqualTo(message);
        });
    }
}
