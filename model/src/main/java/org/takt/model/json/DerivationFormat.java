package org.takt.model.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.takt.model.certificate.Derivation;
import org.takt.model.certificate.ProvedDelay;
import org.takt.model.certificate.RoundSum;
import org.takt.model.problem.Problem;

/** The field {@code derivation} of a certificate. */
final class DerivationFormat {
    /** More delays than this are never proved. */
    private static final int MOST_DELAYS = 100_000;

    private static final Range UNIT = new Range(1, Problem.MAX_TOTAL);
    private static final Range WIDTH = new Range(1, Derivation.Meetings.WIDEST);
    private static final Range MICRO_BATCHES = new Range(1, FormatLimits.MAX_MICRO_BATCHES);

    private static final Map<String, Function<ObjectCursor, Optional<Derivation>>> TYPES = new TreeMap<>(Map.of(
            "trivial", cursor -> Optional.of(new Derivation.Trivial()),
            "closedForm", cursor -> Optional.of(new Derivation.ClosedForm()),
            "noSchedule", cursor -> Optional.of(new Derivation.NoSchedule()),
            "wholeProblem", cursor -> Optional.of(new Derivation.WholeProblem(unit(cursor))),
            "relaxation", DerivationFormat::readRelaxation,
            "meetings", DerivationFormat::readMeetings,
            "rounds", DerivationFormat::readRounds));

    private DerivationFormat() {}

    static JsonValue write(Derivation derivation) {
        if (derivation instanceof Derivation.WholeProblem whole) {
            return new JsonFields()
                    .with("type", "wholeProblem")
                    .with("unit", whole.unit())
                    .toJson();
        }
        if (derivation instanceof Derivation.Relaxation relaxation) {
            return write(relaxation);
        }
        if (derivation instanceof Derivation.Rounds rounds) {
            return write(rounds);
        }
        if (derivation instanceof Derivation.Meetings meetings) {
            return write(meetings);
        }
        return new JsonFields().with("type", nameOf(derivation)).toJson();
    }

    private static String nameOf(Derivation withoutFields) {
        if (withoutFields instanceof Derivation.NoSchedule) {
            return "noSchedule";
        }
        return withoutFields instanceof Derivation.Trivial ? "trivial" : "closedForm";
    }

    private static JsonValue write(Derivation.Relaxation relaxation) {
        JsonFields fields = new JsonFields()
                .with("type", "relaxation")
                .with("devices", indices(relaxation.devices()))
                .withIfPresent("lastMicroBatches", relaxation.lastMicroBatches())
                .withIfPresent("entry", relaxation.entry())
                .with("unit", relaxation.unit());
        if (!relaxation.delays().isEmpty()) {
            fields.with(
                    "delays",
                    relaxation.delays().stream().map(DerivationFormat::write).toList());
        }
        return fields.toJson();
    }

    private static JsonValue write(Derivation.Rounds rounds) {
        return new JsonFields()
                .with("type", "rounds")
                .with("devices", indices(rounds.devices()))
                .with("entry", rounds.entry())
                .with("round", rounds.round())
                .with("unit", rounds.unit())
                .with("begin", write(rounds.begin()))
                .with(
                        "between",
                        rounds.between().stream().map(DerivationFormat::write).toList())
                .with("end", write(rounds.end()))
                .toJson();
    }

    private static JsonValue write(Derivation.Meetings meetings) {
        JsonFields fields = new JsonFields()
                .with("type", "meetings")
                .with("stages", indices(meetings.stages()))
                .with("width", meetings.width());
        meetings.goal()
                .ifPresent(goal -> fields.with(
                        "goal",
                        new JsonFields()
                                .with("value", goal.value())
                                .with("stages", indices(goal.stages()))
                                .with("width", goal.width())
                                .toJson()));
        return fields.toJson();
    }

    private static JsonValue write(RoundSum sum) {
        return new JsonFields()
                .with("microBatches", sum.microBatches())
                .with("ticks", sum.ticks())
                .toJson();
    }

    private static JsonValue write(ProvedDelay delay) {
        return new JsonFields()
                .with("microBatches", delay.microBatches())
                .with("ticks", delay.ticks())
                .with("devices", indices(delay.devices()))
                .with("unit", delay.unit())
                .toJson();
    }

    private static List<JsonValue> indices(List<Integer> values) {
        return values.stream()
                .<JsonValue>map(value -> new JsonValue.Whole(value))
                .toList();
    }

    /** Returns the derivation, or nothing but problems. */
    static Optional<Derivation> read(ObjectCursor cursor) {
        Optional<Derivation> derivation = cursor.choice("type", TYPES).flatMap(reader -> reader.apply(cursor));
        if (cursor.isSound()) {
            cursor.close();
        }
        return cursor.isSound() ? derivation : Optional.empty();
    }

    private static Optional<Derivation> readRelaxation(ObjectCursor cursor) {
        List<Integer> devices = devices(cursor);
        OptionalLong last = cursor.optionalWhole("lastMicroBatches", MICRO_BATCHES);
        OptionalLong entry = cursor.optionalWhole("entry", Range.INDEX);
        long unit = unit(cursor);
        List<ProvedDelay> delays = delays(cursor);
        if (last.isEmpty() && cursor.has("delays")) {
            cursor.refuse("delays", "Found delays, expected none where the field lastMicroBatches is missing.");
        }
        if (last.isEmpty() && entry.isPresent()) {
            cursor.refuse("entry", "Found an entry, expected none where the field lastMicroBatches is missing.");
        }
        if (!cursor.isSound()) {
            return Optional.empty();
        }
        return Optional.of(new Derivation.Relaxation(devices, asInt(last), unit, delays, asInt(entry)));
    }

    private static Optional<Derivation> readRounds(ObjectCursor cursor) {
        List<Integer> devices = devices(cursor);
        int entry = (int) cursor.whole("entry", Range.INDEX);
        int round = (int) cursor.whole("round", MICRO_BATCHES);
        long unit = unit(cursor);
        Optional<RoundSum> begin = cursor.object("begin").flatMap(DerivationFormat::roundSum);
        List<RoundSum> between = roundSums(cursor);
        Optional<RoundSum> end = cursor.object("end").flatMap(DerivationFormat::roundSum);
        if (cursor.isSound() && end.orElseThrow().microBatches() < round) {
            cursor.refuse(
                    "end",
                    "Found an end of " + end.get().microBatches() + " micro-batches, expected at least a round.");
        }
        return cursor.isSound()
                ? Optional.of(new Derivation.Rounds(
                        devices, entry, round, unit, begin.orElseThrow(), between, end.orElseThrow()))
                : Optional.empty();
    }

    private static Optional<Derivation> readMeetings(ObjectCursor cursor) {
        List<Integer> stages = ascending(cursor);
        int width = (int) cursor.whole("width", WIDTH);
        Optional<Derivation.Meetings.Goal> goal = cursor.optionalObject("goal").flatMap(DerivationFormat::goal);
        if (cursor.isSound() && !Derivation.Meetings.isOfOneEntry(stages, goal)) {
            cursor.refuse(
                    "goal",
                    "Found " + goal.orElseThrow().stages() + ", expected stages that begin with " + stages.get(0)
                            + ".");
        }
        return cursor.isSound() ? Optional.of(new Derivation.Meetings(stages, width, goal)) : Optional.empty();
    }

    private static Optional<Derivation.Meetings.Goal> goal(ObjectCursor cursor) {
        long value = cursor.whole("value", Range.TIME);
        List<Integer> stages = ascending(cursor);
        int width = (int) cursor.whole("width", WIDTH);
        cursor.close();
        return cursor.isSound() ? Optional.of(new Derivation.Meetings.Goal(value, stages, width)) : Optional.empty();
    }

    private static List<Integer> ascending(ObjectCursor cursor) {
        List<Integer> stages = indices("stages", FormatLimits.MAX_STAGES, cursor);
        if (cursor.isSound() && !Derivation.Meetings.isAscending(stages)) {
            cursor.refuse("stages", "Found " + stages + ", expected one or more ascending indices.");
        }
        return stages;
    }

    private static List<RoundSum> roundSums(ObjectCursor cursor) {
        List<JsonValue> items = cursor.list("between", MOST_DELAYS);
        List<RoundSum> sums = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            String pointer = Pointers.item(cursor.pointer("between"), index);
            ObjectCursor.on(items.get(index), pointer, cursor.problems())
                    .flatMap(DerivationFormat::roundSum)
                    .ifPresent(sums::add);
        }
        return sums;
    }

    private static Optional<RoundSum> roundSum(ObjectCursor cursor) {
        int microBatches = (int) cursor.whole("microBatches", MICRO_BATCHES);
        long ticks = cursor.whole("ticks", Range.TIME);
        cursor.close();
        return cursor.isSound() ? Optional.of(new RoundSum(microBatches, ticks)) : Optional.empty();
    }

    private static OptionalInt asInt(OptionalLong number) {
        return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
    }

    private static List<ProvedDelay> delays(ObjectCursor cursor) {
        List<JsonValue> items = cursor.optionalList("delays", MOST_DELAYS);
        List<ProvedDelay> delays = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            String pointer = Pointers.item(cursor.pointer("delays"), index);
            ObjectCursor.on(items.get(index), pointer, cursor.problems())
                    .flatMap(DerivationFormat::delay)
                    .ifPresent(delays::add);
        }
        return delays;
    }

    private static Optional<ProvedDelay> delay(ObjectCursor cursor) {
        int microBatches = (int) cursor.whole("microBatches", MICRO_BATCHES);
        long ticks = cursor.whole("ticks", Range.TIME);
        List<Integer> devices = devices(cursor);
        long unit = unit(cursor);
        cursor.close();
        return cursor.isSound() ? Optional.of(new ProvedDelay(microBatches, ticks, devices, unit)) : Optional.empty();
    }

    private static List<Integer> devices(ObjectCursor cursor) {
        List<Integer> devices = indices("devices", FormatLimits.MAX_DEVICES, cursor);
        if (cursor.isSound() && (devices.isEmpty() || new HashSet<>(devices).size() < devices.size())) {
            cursor.refuse("devices", "Found " + devices + ", expected one or more different indices.");
        }
        return devices;
    }

    private static List<Integer> indices(String field, int most, ObjectCursor cursor) {
        List<JsonValue> items = cursor.list(field, most);
        List<Integer> values = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            String pointer = Pointers.item(cursor.pointer(field), index);
            values.add((int) ObjectCursor.whole(items.get(index), pointer, Range.INDEX, cursor.problems()));
        }
        return values;
    }

    private static long unit(ObjectCursor cursor) {
        return cursor.whole("unit", UNIT);
    }
}
