package org.takt.model.json;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Prints JSON the same way every time, for people and for line-wise comparison: objects and lists on one line where
 * that is short, else one line for each field or item; the whole document always in several lines. Lines end with LF.
 */
final class JsonPrinter {
    private static final int WIDTH = 120;
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();

    private JsonPrinter() {}

    static String print(JsonValue document) {
        JsonPrinter printer = new JsonPrinter();
        printer.printBroken(document, "");
        return printer.out.append('\n').toString();
    }

    /** Returns the value on one line, without a line end. */
    static String line(JsonValue value) {
        JsonPrinter printer = new JsonPrinter();
        printer.printFlat(value, Integer.MAX_VALUE);
        return printer.out.toString();
    }

    private void print(JsonValue value, String indent) {
        int start = out.length();
        int lineStart = out.lastIndexOf("\n") + 1;
        if (!printFlat(value, lineStart + WIDTH)) {
            out.setLength(start);
            printBroken(value, indent);
        }
    }

    private void printBroken(JsonValue value, String indent) {
        String inner = indent + INDENT;
        if (value instanceof JsonValue.Obj object && !object.fields().isEmpty()) {
            String separator = "{\n";
            for (Map.Entry<String, JsonValue> field : object.fields().entrySet()) {
                out.append(separator)
                        .append(inner)
                        .append(Quoted.json(field.getKey()))
                        .append(": ");
                print(field.getValue(), inner);
                separator = ",\n";
            }
            out.append('\n').append(indent).append('}');
        } else if (value instanceof JsonValue.Arr list && !list.items().isEmpty()) {
            String separator = "[\n";
            for (JsonValue item : list.items()) {
                out.append(separator).append(inner);
                print(item, inner);
                separator = ",\n";
            }
            out.append('\n').append(indent).append(']');
        } else {
            printFlat(value, Integer.MAX_VALUE);
        }
    }

    /** Prints on one line; gives up, with something half printed, as soon as the output grows beyond the limit. */
    private boolean printFlat(JsonValue value, int limit) {
        if (value instanceof JsonValue.Obj object) {
            return printFlat(object.fields(), limit);
        }
        if (value instanceof JsonValue.Arr list) {
            return printFlat(list.items(), limit);
        }
        out.append(scalar(value));
        return out.length() <= limit;
    }

    private boolean printFlat(Map<String, JsonValue> fields, int limit) {
        out.append('{');
        Iterator<Map.Entry<String, JsonValue>> rest = fields.entrySet().iterator();
        while (rest.hasNext()) {
            Map.Entry<String, JsonValue> field = rest.next();
            out.append(Quoted.json(field.getKey())).append(": ");
            if (!printFlat(field.getValue(), limit)) {
                return false;
            }
            out.append(rest.hasNext() ? ", " : "");
        }
        out.append('}');
        return out.length() <= limit;
    }

    private boolean printFlat(List<JsonValue> items, int limit) {
        out.append('[');
        Iterator<JsonValue> rest = items.iterator();
        while (rest.hasNext()) {
            if (!printFlat(rest.next(), limit)) {
                return false;
            }
            out.append(rest.hasNext() ? ", " : "");
        }
        out.append(']');
        return out.length() <= limit;
    }

    private static String scalar(JsonValue value) {
        if (value instanceof JsonValue.Text text) {
            return Quoted.json(text.value());
        }
        if (value instanceof JsonValue.Whole number) {
            return Long.toString(number.value());
        }
        if (value instanceof JsonValue.OtherNumber number) {
            return number.literal();
        }
        if (value instanceof JsonValue.Bool bool) {
            return String.valueOf(bool.value());
        }
        return "null";
    }
}
