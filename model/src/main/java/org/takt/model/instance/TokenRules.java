package org.takt.model.instance;

import java.util.List;

/** The rules of meaning of everything that depends on tokens: rates, lengths of sequences and their cuts. */
final class TokenRules {
    private final List<InstanceProblem> problems;

    TokenRules(List<InstanceProblem> problems) {
        this.problems = problems;
    }

    void checkStage(String pointer, StageSpec stage) {
        checkRates(pointer + "/perMillionTokens", stage.perMillionTokens());
        checkRates(pointer + "/perMillionTokensSquared", stage.perMillionTokensSquared());
        TokenMemory memory = stage.memory().perMillionTokens();
        String place = pointer + "/memory/perMillionTokens";
        checkRange(place + "/activation", memory.activation(), 0, TokenMemory.MAX);
        checkRange(place + "/keptForWeight", memory.keptForWeight(), 0, TokenMemory.MAX);
        checkRange(place + "/gradient", memory.gradient(), 0, TokenMemory.MAX);
        checkRange(place + "/keysAndValues", memory.keysAndValues(), 0, TokenMemory.MAX);
        if (memory.keptForWeight() > memory.activation()) {
            add(
                    place + "/keptForWeight",
                    "Found " + memory.keptForWeight() + ", expected at most the activation, " + memory.activation()
                            + ".");
        }
    }

    private void checkRates(String pointer, PassRates rates) {
        checkRange(pointer + "/forward", rates.forward(), 0, PassRates.MAX);
        checkRange(pointer + "/backwardInput", rates.backwardInput(), 0, PassRates.MAX);
        checkRange(pointer + "/backwardWeight", rates.backwardWeight(), 0, PassRates.MAX);
        rates.backward().ifPresent(rate -> checkRange(pointer + "/backward", rate, 0, PassRates.MAX));
    }

    void checkMicroBatches(List<StageSpec> stages, List<MicroBatch> microBatches) {
        boolean needTokens = stages.stream().anyMatch(StageSpec::dependsOnTokens);
        for (int index = 0; index < microBatches.size(); index++) {
            MicroBatch microBatch = microBatches.get(index);
            String pointer = "/microBatches/" + index;
            int before = problems.size();
            if (microBatch.sequences().isEmpty()) {
                checkWithoutLength(pointer, microBatch, needTokens);
            } else {
                checkSequences(pointer, microBatch);
            }
            if (problems.size() == before) {
                checkRange(
                        pointer + "/recomputedSegments", microBatch.recomputedSegments(), 0, microBatch.segmentCount());
            }
        }
    }

    private void checkWithoutLength(String pointer, MicroBatch microBatch, boolean needTokens) {
        if (needTokens) {
            add(
                    pointer,
                    "Found no tokens and no sequences, expected one of them: costs or memory of a stage depend on tokens.");
        }
        if (isCut(microBatch)) {
            add(pointer + "/segments", "Found segments, expected none: the micro-batch has no tokens.");
        }
    }

    private void checkSequences(String pointer, MicroBatch microBatch) {
        List<Long> sequences = microBatch.sequences();
        boolean one = sequences.size() == 1;
        int before = problems.size();
        for (int index = 0; index < sequences.size(); index++) {
            checkRange(
                    pointer + (one ? "/tokens" : "/sequences/" + index),
                    sequences.get(index),
                    1,
                    MicroBatch.MAX_TOKENS);
        }
        if (problems.size() > before) {
            return;
        }
        if (microBatch.tokens() > MicroBatch.MAX_TOKENS) {
            add(
                    pointer + "/sequences",
                    "Found " + microBatch.tokens() + " tokens together, expected at most " + MicroBatch.MAX_TOKENS
                            + ".");
        } else if (one) {
            checkSegmentation(pointer + "/segments", microBatch.segmentation(), microBatch.tokens());
        } else if (isCut(microBatch)) {
            add(
                    pointer + "/segments",
                    "Found segments, expected none: the micro-batch packs " + sequences.size() + " sequences.");
        }
    }

    private static boolean isCut(MicroBatch microBatch) {
        return !microBatch.segmentation().equals(Segmentation.WHOLE);
    }

    private void checkSegmentation(String pointer, Segmentation segmentation, long tokens) {
        if (segmentation instanceof Segmentation.Explicit explicit) {
            checkExplicit(pointer + "/tokens", explicit.tokens(), tokens);
        } else if (segmentation instanceof Segmentation.Equal equal) {
            checkCount(pointer, equal.segments(), equal.granularity(), tokens);
        } else if (segmentation instanceof Segmentation.Averaged averaged) {
            checkCount(pointer, averaged.segments(), averaged.granularity(), tokens);
        } else if (segmentation instanceof Segmentation.EqualCost equalCost) {
            checkCount(pointer, equalCost.segments(), equalCost.granularity(), tokens);
        } else if (segmentation instanceof Segmentation.Budget budget) {
            checkRange(pointer + "/tokens", budget.tokens(), 1, MicroBatch.MAX_TOKENS);
        }
    }

    private void checkExplicit(String pointer, List<Long> lengths, long tokens) {
        int before = problems.size();
        if (lengths.isEmpty() || lengths.size() > Segmentation.MAX_SEGMENTS) {
            add(pointer, "Found " + lengths.size() + " segments, expected 1 to " + Segmentation.MAX_SEGMENTS + ".");
        }
        for (int segment = 0; segment < lengths.size(); segment++) {
            checkRange(pointer + '/' + segment, lengths.get(segment), 1, MicroBatch.MAX_TOKENS);
        }
        long sum = lengths.stream().mapToLong(Long::longValue).sum();
        if (problems.size() == before && sum != tokens) {
            add(pointer, "Found segments of " + sum + " tokens together, expected the micro-batch's " + tokens + ".");
        }
    }

    private void checkCount(String pointer, int segments, long granularity, long tokens) {
        int before = problems.size();
        checkRange(pointer + "/count", segments, 1, Segmentation.MAX_SEGMENTS);
        checkRange(pointer + "/granularity", granularity, 1, MicroBatch.MAX_TOKENS);
        if (problems.size() > before) {
            return;
        }
        if (tokens % granularity != 0) {
            add(
                    pointer + "/granularity",
                    "Found a granularity of " + granularity + " tokens, expected one that divides the micro-batch's "
                            + tokens + ".");
        } else if (tokens / granularity < segments) {
            add(
                    pointer + "/count",
                    "Found " + segments + " segments for " + tokens / granularity + " times " + granularity
                            + " tokens, expected at most one segment for each.");
        }
    }

    private void checkRange(String pointer, long found, long least, long most) {
        if (found < least || found > most) {
            add(pointer, "Found " + found + ", expected " + least + " to " + most + ".");
        }
    }

    private void add(String pointer, String message) {
        problems.add(new InstanceProblem(pointer, message));
    }
}
