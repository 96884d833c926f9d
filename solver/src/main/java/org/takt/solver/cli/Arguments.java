package org.takt.solver.cli;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.cli.AmbiguousOptionException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** A command's arguments, parsed: option values by type, and the rest in order. What is wrong is a usage failure. */
final class Arguments {
    static final String HELP = "help";
    static final String STACK_TRACE = "stack-trace";
    static final String JSON = "json";
    static final String ALL = "all";

    private final CommandLine line;

    private Arguments(CommandLine line) {
        this.line = line;
    }

    /** Parses the words after the command's name; the options that every command has are added. */
    static Arguments parse(Options own, List<String> words) {
        Options all = withCommon(own);
        DefaultParser parser = DefaultParser.builder()
                .setAllowPartialMatching(false)
                .setStripLeadingAndTrailingQuotes(false)
                .get();
        try {
            Arguments arguments = new Arguments(parser.parse(all, words.toArray(String[]::new)));
            arguments.requireNoRepeats(all);
            return arguments;
        } catch (MissingArgumentException exception) {
            Option option = exception.getOption();
            throw CommandFailure.usage(
                    "Option --" + option.getLongOpt() + " needs a value, " + option.getArgName() + ".");
        } catch (AmbiguousOptionException exception) {
            throw CommandFailure.usage("Option " + exception.getOption() + " is not clear.");
        } catch (UnrecognizedOptionException exception) {
            throw CommandFailure.usage("There is no option " + exception.getOption() + ".");
        } catch (ParseException exception) {
            throw CommandFailure.usage(exception.getMessage() + ".");
        }
    }

    /** Returns the options with those that every command has. */
    static Options withCommon(Options own) {
        Options all = new Options();
        all.addOptions(own);
        all.addOption(Option.builder("h").longOpt(HELP).desc("show this help").get());
        all.addOption(flag(STACK_TRACE, "show where in Takt an internal error happened"));
        return all;
    }

    /** Returns an option without a value. */
    static Option flag(String name, String description) {
        return Option.builder().longOpt(name).desc(description).get();
    }

    /** Returns the option of one JSON object instead of text. */
    static Option json() {
        return flag(JSON, "print one JSON object instead of text");
    }

    /** Returns an option with a value. */
    static Option valued(String name, String value, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(value)
                .desc(description)
                .get();
    }

    boolean has(String option) {
        return line.hasOption(option);
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(line.getOptionValue(option));
    }

    /** Returns those values of some options that are given. */
    List<String> values(String... options) {
        return Stream.of(options).flatMap(option -> value(option).stream()).toList();
    }

    String required(String option) {
        return value(option).orElseThrow(() -> CommandFailure.usage("Option --" + option + " is missing."));
    }

    List<String> positionals() {
        return List.copyOf(line.getArgList());
    }

    /** Returns the only argument that is no option. */
    String onlyPositional(String name) {
        List<String> found = positionals();
        if (found.isEmpty()) {
            throw CommandFailure.usage("The argument " + name + " is missing.");
        }
        if (found.size() > 1) {
            throw unexpected(found.get(1));
        }
        return found.get(0);
    }

    void requireNoPositionals() {
        if (!positionals().isEmpty()) {
            throw unexpected(positionals().get(0));
        }
    }

    static CommandFailure unexpected(String word) {
        return CommandFailure.usage("The argument \"" + word + "\" is one too many.");
    }

    Optional<Integer> integer(String option, int least) {
        return integer(option, least, Integer.MAX_VALUE);
    }

    Optional<Integer> integer(String option, int least, int most) {
        return value(option).map(text -> (int) parse(option, text, least, most));
    }

    Optional<Long> whole(String option, long least) {
        return value(option).map(text -> parse(option, text, least, Long.MAX_VALUE));
    }

    Optional<Duration> duration(String option) {
        return value(option).map(text -> DurationText.parse(text)
                .orElseThrow(() -> CommandFailure.usage("Option --" + option + " is \"" + text
                        + "\", expected a time above 0 and of at most " + DurationText.LONGEST.toHours()
                        + "h, such as 90, 2m, 1h30m or 500ms.")));
    }

    /** Returns a share given as a fraction or in percent. */
    Optional<Double> share(String option) {
        return value(option).map(text -> {
            boolean percent = text.endsWith("%");
            String number = percent ? text.substring(0, text.length() - 1).strip() : text;
            if (number.matches("\\d{1,15}(\\.\\d{1,15})?|\\.\\d{1,15}")) {
                double share = Double.parseDouble(number) / (percent ? 100 : 1);
                if (share < 1) {
                    return share;
                }
            }
            throw CommandFailure.usage("Option --" + option + " is \"" + text
                    + "\", expected a share of at least 0 and less than 1 such as 0.01 or 1%.");
        });
    }

    /** Returns a list of different whole numbers of at least 0, with commas between. */
    Optional<List<Integer>> integers(String option) {
        return value(option).map(text -> {
            List<Integer> numbers = numbers(option, text, 0);
            if (numbers.stream().distinct().count() < numbers.size()) {
                throw CommandFailure.usage("Option --" + option + " is \"" + text + "\", expected different numbers.");
            }
            return numbers;
        });
    }

    /** Returns a list of whole numbers of at least {@code least}, with commas between. */
    Optional<List<Integer>> counts(String option, int least) {
        return value(option).map(text -> numbers(option, text, least));
    }

    /** Returns those of some names that the option lists, with commas between; {@code all} stands for each. */
    Optional<Set<String>> names(String option, List<String> known) {
        return value(option).map(text -> {
            if (text.equals(ALL)) {
                return Set.copyOf(known);
            }
            Set<String> names = new LinkedHashSet<>(List.of(text.split(",", -1)));
            if (!known.containsAll(names)) {
                throw CommandFailure.usage("Option --" + option + " is \"" + text + "\", expected " + ALL
                        + " or some of " + String.join(", ", known) + " with commas between.");
            }
            return names;
        });
    }

    /** Returns what the option's value stands for. */
    <T> Optional<T> choice(String option, Map<String, T> choices) {
        return value(option).map(text -> {
            T choice = choices.get(text);
            if (choice == null) {
                throw CommandFailure.usage("Option --" + option + " is \"" + text + "\", expected one of "
                        + String.join(", ", choices.keySet()) + ".");
            }
            return choice;
        });
    }

    /** Returns a list that has each of 0 to {@code size} − 1 once; without the option in this order. */
    List<Integer> indices(String option, int size) {
        List<Integer> identity = IntStream.range(0, size).boxed().toList();
        Optional<String> text = value(option);
        if (text.isEmpty()) {
            return identity;
        }
        List<Integer> indices = numbers(option, text.get(), 0);
        if (!indices.stream().sorted().toList().equals(identity)) {
            throw CommandFailure.usage("Option --" + option + " is \"" + text.get() + "\", expected each of 0 to "
                    + (size - 1) + " once, with commas between.");
        }
        return indices;
    }

    private static List<Integer> numbers(String option, String text, int least) {
        return Arrays.stream(text.split(",", -1))
                .map(part -> (int) parse(option, part.strip(), least, Integer.MAX_VALUE))
                .toList();
    }

    private static long parse(String option, String text, long least, long most) {
        try {
            BigInteger number = new BigInteger(text);
            if (number.compareTo(BigInteger.valueOf(most)) > 0) {
                throw noWholeNumber(option, text, "at most " + most);
            }
            if (number.compareTo(BigInteger.valueOf(least)) >= 0) {
                return number.longValueExact();
            }
        } catch (NumberFormatException exception) {
            // Falls through: said below, with what was expected.
        }
        throw noWholeNumber(option, text, "at least " + least);
    }

    private static CommandFailure noWholeNumber(String option, String text, String expected) {
        return CommandFailure.usage(
                "Option --" + option + " is \"" + text + "\", expected a whole number of " + expected + ".");
    }

    private void requireNoRepeats(Options all) {
        for (Option option : all.getOptions()) {
            String[] values = line.getOptionValues(option);
            if (values != null && values.length > 1) {
                throw CommandFailure.usage("Option --" + option.getLongOpt() + " is given twice.");
            }
        }
    }
}
