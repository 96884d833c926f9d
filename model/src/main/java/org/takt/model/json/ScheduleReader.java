package org.takt.model.json;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.takt.model.instance.Instance;
import org.takt.model.problem.ComputeDevices;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** Reads one schedule: first the ops, then, where these make sense, the messages that must go with them. */
final class ScheduleReader {
    private static final String DEVICES = "/devices";

    /** The list that an op without compute stream stands in, in place of a device's index. */
    private static final int OTHERS = -1;

    /** Where an op stands. */
    private record OpPlace(int op, int device) {}

    /** A message as one of its two ends tells it. */
    private record End(String action, int device, int producer, int peer) {}

    /**
     * What the file says of an end of a message.
     *
     * @param pointer where it stands
     * @param position of the action in its list
     */
    private record Told(String pointer, int position, long sent, long arrives) {}

    private final Instance instance;
    private final Problem problem;
    private final ProblemList problems;
    private final OpNames names;
    private final ComputeDevices computeDevices;
    private final long[] starts;
    private final int[] modes;
    private final Map<OpPlace, Integer> positions = new HashMap<>();
    private final Map<End, Told> ends = new LinkedHashMap<>();

    ScheduleReader(Instance instance, Problem problem, ProblemList problems) {
        this.instance = instance;
        this.problem = problem;
        this.problems = problems;
        names = new OpNames(problem);
        computeDevices = new ComputeDevices(problem);
        starts = new long[problem.ops().size()];
        modes = new int[problem.ops().size()];
        Arrays.fill(modes, Schedule.ABSENT);
    }

    /** Returns the schedule, which is of worth only if no problem was found. */
    Schedule read(ObjectCursor root) {
        expectText(root, "instance", instance.name());
        expectText(root, "timeUnit", instance.timeUnit());
        root.optionalObject("certificate").ifPresent(CertificateFormat::read);
        List<JsonValue> devices = root.list("devices");
        if (root.has("devices") && devices.size() != problem.devices().size()) {
            root.refuse(
                    "devices",
                    "Found a list of " + devices.size() + ", expected one entry for each of the "
                            + problem.devices().size() + " devices.");
        } else {
            for (int device = 0; device < devices.size(); device++) {
                readDevice(devices.get(device), device);
            }
        }
        readOthers(root);
        root.close();
        Schedule schedule = new Schedule(starts, modes);
        if (problems.isEmpty()) {
            checkOpsStandOnAllTheirDevices();
            checkMessages(schedule);
        }
        return schedule;
    }

    private static void expectText(ObjectCursor cursor, String field, String expected) {
        cursor.text(field)
                .filter(found -> !found.equals(expected))
                .ifPresent(found -> cursor.refuse(
                        field, "Found the string " + Quoted.of(found) + ", expected " + Quoted.of(expected) + "."));
    }

    private void readDevice(JsonValue value, int device) {
        ObjectCursor.on(value, Pointers.item(DEVICES, device), problems).ifPresent(cursor -> {
            expectText(cursor, "name", problem.devices().get(device).name());
            readActions(cursor.list("actions"), cursor.pointer("actions"), device);
            cursor.close();
        });
    }

    private void readOthers(ObjectCursor root) {
        readActions(root.optionalList("others"), root.pointer("others"), OTHERS);
    }

    private void readActions(List<JsonValue> actions, String pointer, int device) {
        long latest = 0;
        for (int position = 0; position < actions.size(); position++) {
            Optional<ObjectCursor> cursor =
                    ObjectCursor.on(actions.get(position), Pointers.item(pointer, position), problems);
            if (cursor.isEmpty()) {
                continue;
            }
            if (device != OTHERS && cursor.get().has("send")) {
                readMessage(cursor.get(), "send", "to", device, position);
            } else if (device != OTHERS && cursor.get().has("receive")) {
                readMessage(cursor.get(), "receive", "from", device, position);
            } else {
                latest = readOp(cursor.get(), device, position, latest);
            }
            cursor.get().close();
        }
    }

    /** Returns the latest start so far. */
    private long readOp(ObjectCursor cursor, int device, int position, long latest) {
        Optional<Integer> named = names.read(cursor, "op");
        int modeCount = named.map(op -> problem.ops().get(op).modes().size()).orElse(Integer.MAX_VALUE);
        int mode = (int) cursor.wholeOr("mode", new Range(0, modeCount - 1L), 0);
        long start = cursor.whole("start", Range.TIME);
        long duration = cursor.whole("duration", Range.TIME);
        if (named.isEmpty() || !cursor.isSound()) {
            return latest;
        }
        int op = named.get();
        Op described = problem.ops().get(op);
        long expected = described.modes().get(mode).duration();
        if (duration != expected) {
            cursor.refuse(
                    "duration",
                    "Found " + duration + ", expected " + expected + ", what " + described.label() + " takes.");
        }
        if (start < latest) {
            cursor.refuse(
                    "start",
                    "Found " + start + ", expected at least " + latest
                            + ", where an op above starts: ops stand in order of start.");
        }
        List<Integer> devices = computeDevices.of(op, mode);
        if (device == OTHERS ? !devices.isEmpty() : !devices.contains(device)) {
            problems.add(
                    cursor.pointer(),
                    "Found " + described.label() + ", which belongs "
                            + (devices.isEmpty() ? "to the field others" : "to device " + devices.get(0))
                            + ", expected it there.");
        }
        if (positions.putIfAbsent(new OpPlace(op, device), position) != null) {
            problems.add(cursor.pointer(), "Found " + described.label() + " once more, expected it once.");
        } else if (modes[op] != Schedule.ABSENT && (modes[op] != mode || starts[op] != start)) {
            problems.add(
                    cursor.pointer(),
                    "Found " + described.label() + " at " + start + " in mode " + mode + ", expected it at "
                            + starts[op] + " in mode " + modes[op] + " as on another device.");
        }
        starts[op] = start;
        modes[op] = mode;
        return Math.max(latest, start);
    }

    private void readMessage(ObjectCursor cursor, String action, String peerField, int device, int position) {
        Optional<Integer> producer = names.read(cursor, action);
        int peer = (int) cursor.whole(peerField, new Range(0, problem.devices().size() - 1L));
        long sent = cursor.whole("sent", Range.TIME);
        long arrives = cursor.whole("arrives", Range.TIME);
        if (producer.isEmpty() || !cursor.isSound()) {
            return;
        }
        Told told = new Told(cursor.pointer(), position, sent, arrives);
        if (ends.putIfAbsent(new End(action, device, producer.get(), peer), told) != null) {
            problems.add(cursor.pointer(), "Found the same " + action + " once more, expected it once.");
        }
    }

    private void checkOpsStandOnAllTheirDevices() {
        for (int op = 0; op < modes.length; op++) {
            if (modes[op] != Schedule.ABSENT) {
                for (int device : computeDevices.of(op, modes[op])) {
                    if (!positions.containsKey(new OpPlace(op, device))) {
                        problems.add(
                                actionsOf(device),
                                "Found no " + label(op) + ", expected it at " + starts[op] + " as on another device.");
                    }
                }
            }
        }
    }

    private void checkMessages(Schedule schedule) {
        for (Message message : Messages.of(problem, schedule)) {
            int producer = message.producer();
            take(new End("send", message.from(), producer, message.to()), message)
                    .filter(send -> send.position() < position(producer, message.from()))
                    .ifPresent(send -> problems.add(
                            send.pointer(), "Found a send before its op, expected it after " + label(producer) + "."));
            take(new End("receive", message.to(), producer, message.from()), message)
                    .filter(receive -> receive.position() > position(message.consumer(), message.to()))
                    .ifPresent(receive -> problems.add(
                            receive.pointer(),
                            "Found a receive after an op that needs it, expected it before " + label(message.consumer())
                                    + "."));
        }
        ends.forEach((end, told) -> problems.add(
                told.pointer(),
                "Found a " + end.action() + " of " + label(end.producer()) + " that no op needs, expected none."));
    }

    /** Returns what the file says of an end of a message and ticks it off, with a problem where it is wrong or missing. */
    private Optional<Told> take(End end, Message message) {
        Told told = ends.remove(end);
        if (told == null) {
            problems.add(
                    actionsOf(end.device()),
                    "Found no " + end.action() + " of " + label(end.producer()) + " with device " + end.peer()
                            + ", expected one sent at " + message.sent() + " that arrives at " + message.arrives()
                            + ".");
            return Optional.empty();
        }
        expectTime(Pointers.field(told.pointer(), "sent"), told.sent(), message.sent());
        expectTime(Pointers.field(told.pointer(), "arrives"), told.arrives(), message.arrives());
        return Optional.of(told);
    }

    private void expectTime(String pointer, long found, long expected) {
        if (found != expected) {
            problems.add(pointer, "Found " + found + ", expected " + expected + " as the starts of the ops have it.");
        }
    }

    private int position(int op, int device) {
        return positions.getOrDefault(new OpPlace(op, device), 0);
    }

    private String label(int op) {
        return problem.ops().get(op).label();
    }

    private static String actionsOf(int device) {
        return Pointers.field(Pointers.item(DEVICES, device), "actions");
    }
}
