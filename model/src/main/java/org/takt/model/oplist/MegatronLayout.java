package org.takt.model.oplist;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * How Megatron-LM cuts a model into stages: its option {@code --pipeline-model-parallel-layout}
 * ({@code transformer/pipeline_parallel_layer_layout.py}). Stages are separated by {@code |}; in a stage, {@code E} is the
 * embedding, {@code t} a decoder layer, {@code m} a multi-token-prediction layer and {@code L} the loss; {@code x*n} and
 * {@code (...)*n} repeat, commas mean nothing. Stage s runs on device s mod d, so the number of stages is a multiple of
 * that of devices. The embedding comes first, the loss last; stages may be empty.
 *
 * @param stages what each stage holds, in pipeline order, at least one
 */
public record MegatronLayout(List<Stage> stages) {
    /** The most layers of a layout. */
    public static final int MAX_LAYERS = 1_000_000;

    /**
     * What a stage holds, in this order.
     *
     * @param embedding whether it starts with the embedding
     * @param decoders number of decoder layers, at least 0
     * @param predictions number of multi-token-prediction layers, at least 0
     * @param loss whether it ends with the loss
     */
    public record Stage(boolean embedding, int decoders, int predictions, boolean loss) {
        public Stage {
            if (decoders < 0 || predictions < 0) {
                throw new IllegalArgumentException("A stage has a negative number of layers.");
            }
        }

        @Override
        public String toString() {
            return (embedding ? "E" : "") + repeated('t', decoders) + repeated('m', predictions) + (loss ? "L" : "");
        }

        private static String repeated(char layer, int count) {
            return count > 2 ? layer + "*" + count : String.valueOf(layer).repeat(count);
        }
    }

    public MegatronLayout {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("A layout has no stage.");
        }
    }

    /**
     * Returns the layout whose stages run on the devices of a schedule.
     *
     * @param decoders number of decoder layers of each stage
     * @throws OpListException if there is not one number for each stage, or Megatron-LM places the stages otherwise
     */
    public static MegatronLayout of(Problem problem, Schedule schedule, List<Integer> decoders) {
        ChainOrders orders = new ChainOrders(problem, schedule, "Megatron-LM");
        if (decoders.size() != orders.stages()) {
            throw new OpListException(
                    "There are layers of " + decoders.size() + " stages, expected those of " + orders.stages() + ".");
        }
        if (!orders.isLoop()) {
            throw new OpListException("Megatron-LM places stage s on device s mod d, but the schedule does not.");
        }
        return ofDecoders(decoders);
    }

    /** Returns the layout of a model of decoder layers only, the embedding before the first and the loss after the last. */
    public static MegatronLayout ofDecoders(List<Integer> decoders) {
        List<Stage> stages = new ArrayList<>();
        for (int stage = 0; stage < decoders.size(); stage++) {
            stages.add(new Stage(stage == 0, decoders.get(stage), 0, stage == decoders.size() - 1));
        }
        return new MegatronLayout(stages);
    }

    /**
     * Returns the layout that a text means.
     *
     * @throws OpListException naming the character, if the text is no layout, the embedding is not first, the loss is
     *     not last, layers of a stage are not in the order E, t, m, L, or it has more than {@link #MAX_LAYERS} layers
     */
    public static MegatronLayout parse(String text) {
        String layers = new LayoutText(text).expand();
        if (layers.indexOf('E') != 0 || layers.lastIndexOf('E') != 0) {
            throw new OpListException("The layout must have one embedding, E, and start with it.");
        }
        if (layers.indexOf('L') != layers.length() - 1) {
            throw new OpListException("The layout must have one loss, L, and end with it.");
        }
        List<Stage> stages = new ArrayList<>();
        for (String stage : layers.split("\\|", -1)) {
            if (!stage.matches("E?t*m*L?")) {
                throw new OpListException("Stage " + stages.size() + " of the layout is \"" + stage
                        + "\", expected its layers in the order E, t, m, L.");
            }
            stages.add(new Stage(stage.startsWith("E"), count(stage, 't'), count(stage, 'm'), stage.endsWith("L")));
        }
        return new MegatronLayout(stages);
    }

    private static int count(String stage, char layer) {
        return (int) stage.chars().filter(found -> found == layer).count();
    }

    /** Returns the option's value. */
    @Override
    public String toString() {
        return stages.stream().map(Stage::toString).collect(Collectors.joining("|"));
    }

    /** Reads a layout's text once, from left to right. */
    private static final class LayoutText {
        private final String text;
        private int at;

        LayoutText(String text) {
            this.text = text;
        }

        /** Returns the layers and bars without repetitions and commas. */
        String expand() {
            String layers = sequence();
            if (at < text.length()) {
                throw wrong("expected E, t, m, L, | or (");
            }
            return layers;
        }

        private String sequence() {
            StringBuilder layers = new StringBuilder();
            while (at < text.length() && text.charAt(at) != ')') {
                char next = text.charAt(at);
                if (next == ',' || next == ' ') {
                    at++;
                    continue;
                }
                layers.append(times(group(next)));
                if (layers.length() > MAX_LAYERS) {
                    throw new OpListException("The layout has more than " + MAX_LAYERS + " layers.");
                }
            }
            return layers.toString();
        }

        private String group(char next) {
            if (next == '(') {
                at++;
                String inner = sequence();
                if (at == text.length()) {
                    throw wrong("expected )");
                }
                at++;
                return inner;
            }
            if ("EtmL|".indexOf(next) < 0) {
                throw wrong("expected E, t, m, L, | or (");
            }
            at++;
            return String.valueOf(next);
        }

        private String times(String group) {
            if (at == text.length() || text.charAt(at) != '*') {
                return group;
            }
            int start = ++at;
            while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0 && at - start < 7) {
                at++;
            }
            if (at == start) {
                throw wrong("expected a number of repetitions");
            }
            int count = Integer.parseInt(text.substring(start, at));
            if ((long) count * group.length() > MAX_LAYERS) {
                throw new OpListException("The layout has more than " + MAX_LAYERS + " layers.");
            }
            return group.repeat(count);
        }

        private OpListException wrong(String expected) {
            String found = at == text.length() ? "its end" : "\"" + text.charAt(at) + "\"";
            return new OpListException(
                    "Found " + found + " at character " + (at + 1) + " of the layout, " + expected + ".");
        }
    }
}
