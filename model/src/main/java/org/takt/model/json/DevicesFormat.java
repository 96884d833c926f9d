package org.takt.model.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.takt.model.instance.DeviceSpec;

/** The field {@code devices}. Devices without a name are called gpu0, gpu1, …. */
final class DevicesFormat {
    private static final Repeated DEVICES = new Repeated("devices", "devices", FormatLimits.MAX_DEVICES);
    private static final Range SPEED = new Range(1, 1_000_000);
    private static final String PREFIX = "gpu";

    private DevicesFormat() {}

    static Optional<List<DeviceSpec>> read(ObjectCursor root) {
        Optional<JsonValue> value = DEVICES.required(root);
        if (value.isPresent() && value.get() instanceof JsonValue.Obj object) {
            return readCounted(new ObjectCursor(object, root.pointer("devices"), root.problems()));
        }
        return value.flatMap(list -> DEVICES.readList(root, list, DevicesFormat::readOne))
                .map(DevicesFormat::withDefaultNames);
    }

    private static Optional<List<DeviceSpec>> readCounted(ObjectCursor cursor) {
        Optional<Integer> count = DEVICES.count(cursor);
        String prefix = cursor.optionalText("namePrefix").orElse(PREFIX);
        DeviceSpec all = readFigures(cursor, prefix);
        cursor.close();
        return count.map(number -> {
            List<DeviceSpec> devices = new ArrayList<>(number);
            for (int index = 0; index < number; index++) {
                devices.add(named(all, prefix + index));
            }
            return devices;
        });
    }

    private static DeviceSpec readOne(ObjectCursor cursor) {
        return readFigures(cursor, cursor.optionalText("name").orElse(""));
    }

    private static DeviceSpec readFigures(ObjectCursor cursor, String name) {
        OptionalLong limit = cursor.optionalWhole("memoryLimit", Range.MEMORY);
        long speed = cursor.wholeOr("speedPermille", SPEED, 1000);
        long constant = cursor.wholeOr("constantMemory", Range.MEMORY, 0);
        return new DeviceSpec(name, limit, speed, constant);
    }

    private static List<DeviceSpec> withDefaultNames(List<DeviceSpec> devices) {
        List<DeviceSpec> named = new ArrayList<>(devices.size());
        for (DeviceSpec device : devices) {
            named.add(device.name().isEmpty() ? named(device, PREFIX + named.size()) : device);
        }
        return named;
    }

    private static DeviceSpec named(DeviceSpec device, String name) {
        return new DeviceSpec(name, device.memoryLimit(), device.speedPermille(), device.constantMemory());
    }

    static JsonValue write(List<DeviceSpec> devices) {
        Optional<String> prefix = commonPrefix(devices);
        if (prefix.isEmpty()) {
            return new JsonValue.Arr(devices.stream()
                    .map(device -> (JsonValue) new JsonFields()
                            .with("name", device.name())
                            .withAll(figures(device))
                            .toJson())
                    .toList());
        }
        JsonFields all = new JsonFields().with("count", devices.size());
        if (!prefix.get().equals(PREFIX)) {
            all.with("namePrefix", prefix.get());
        }
        return all.withAll(figures(devices.get(0))).toJson();
    }

    private static JsonFields figures(DeviceSpec device) {
        return new JsonFields()
                .withIfPresent("memoryLimit", device.memoryLimit())
                .withUnless(1000, "speedPermille", device.speedPermille())
                .withUnless(0, "constantMemory", device.constantMemory());
    }

    /** Returns what the names have before their index if nothing else tells the devices apart. */
    private static Optional<String> commonPrefix(List<DeviceSpec> devices) {
        DeviceSpec first = devices.get(0);
        if (!first.name().endsWith("0")) {
            return Optional.empty();
        }
        String prefix = first.name().substring(0, first.name().length() - 1);
        for (int index = 0; index < devices.size(); index++) {
            if (!devices.get(index).equals(named(first, prefix + index))) {
                return Optional.empty();
            }
        }
        return prefix.isBlank() ? Optional.empty() : Optional.of(prefix);
    }
}
