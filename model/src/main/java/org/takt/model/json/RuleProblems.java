package org.takt.model.json;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.takt.model.instance.InstanceProblem;

/**
 * Brings the problems that the model's own rules find to their places in the file. The rules speak of every device,
 * stage and micro-batch by index, where the file may say it once for all.
 */
final class RuleProblems {
    private static final Map<String, String> DELTAS = Map.of(
            "activation", "forward",
            "keptForWeight", "backwardInput",
            "gradient", "backwardInput");

    private final JsonValue root;
    private final ProblemList problems;

    RuleProblems(JsonValue root, ProblemList problems) {
        this.root = root;
        this.problems = problems;
    }

    /**
     * Adds the problems, except those of parts that could not be read, for which the rules saw a stand-in.
     *
     * @param unread pointers to what could not be read at all
     */
    void add(List<InstanceProblem> found, Set<String> unread) {
        Set<String> known = new HashSet<>(unread);
        for (JsonProblem problem : problems.toList()) {
            known.add(problem.pointer());
        }
        boolean wholeIsKnown = known.isEmpty();
        for (InstanceProblem problem : found) {
            String pointer = placeOf(problem.pointer());
            boolean followsFromOthers = problem.pointer().isEmpty()
                    ? !wholeIsKnown
                    : isInside(pointer, known) || isInside(problem.pointer(), known);
            if (!followsFromOthers) {
                problems.add(pointer, problem.message());
            }
        }
    }

    private static boolean isInside(String pointer, Set<String> known) {
        for (String place = pointer; !place.isEmpty(); place = Pointers.parent(place)) {
            if (known.contains(place)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the place in the file that a pointer means, or the nearest place around it that the file has. */
    private String placeOf(String pointer) {
        String place = "";
        JsonValue value = root;
        for (String step :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            if (value instanceof JsonValue.Obj object) {
                boolean saidOnce = isIndex(step) && object.fields().containsKey("count");
                if (saidOnce) {
                    continue;
                }
                if (object.fields().containsKey("deltas") && DELTAS.containsKey(step)) {
                    return place + "/deltas/" + DELTAS.get(step);
                }
                JsonValue field = object.fields().get(step);
                if (field == null) {
                    return place;
                }
                value = field;
            } else if (value instanceof JsonValue.Arr list
                    && isIndex(step)
                    && Integer.parseInt(step) < list.items().size()) {
                value = list.items().get(Integer.parseInt(step));
            } else {
                return place;
            }
            place = Pointers.field(place, step);
        }
        return place;
    }

    private static boolean isIndex(String step) {
        return !step.isEmpty() && step.chars().allMatch(Character::isDigit);
    }
}
