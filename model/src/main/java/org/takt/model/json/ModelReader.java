package org.takt.model.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.takt.model.analytic.ModelDescription;
import org.takt.model.instance.InvalidInstanceException;

/**
 * Reads what a model is made of: a file of the format {@code takt-model/1}, which lists layers, or a {@code config.json} of
 * Hugging Face, which is told by its {@code model_type}.
 */
public final class ModelReader {
    private static final List<String> PUBLISHED = List.of(
            "gpt-3-175b",
            "llama-3.1-8b",
            "llama-3.1-70b",
            "llama-3.1-405b",
            "mixtral-8x7b",
            "qwen3-8b",
            "qwen3-32b",
            "qwen3-235b-a22b",
            "deepseek-v3",
            "qwen3-vl-8b",
            "llama-3.1-8b-shortened",
            "llama-3.1-70b-fused");

    private ModelReader() {}

    /** Returns the names of the models that Takt brings along. */
    public static List<String> published() {
        return PUBLISHED;
    }

    /**
     * Returns a model that Takt brings along; its file names its source.
     *
     * @throws IllegalArgumentException if {@link #published()} does not have the name
     */
    public static ModelDescription published(String name) {
        if (!PUBLISHED.contains(name)) {
            throw new IllegalArgumentException("There is no model \"" + name + "\".");
        }
        try (InputStream input = ModelReader.class.getResourceAsStream("models/" + name + ".json")) {
            if (input == null) {
                throw new IllegalStateException("The file of the model " + name + " is missing.");
            }
            return parse(name + ".json", name, input.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Reads a file; a {@code config.json} gets the given name.
     *
     * @throws InvalidInstanceException with every problem found, if the file is missing, a directory, too large, no JSON, or no model
     *     that can be told
     * @throws IOException if the file exists but cannot be read
     */
    public static ModelDescription read(Path file, String name) throws IOException {
        ProblemList problems = new ProblemList();
        Optional<byte[]> content = InputFile.read(file, FormatLimits.MAX_BYTES, problems);
        if (content.isEmpty()) {
            throw InstanceReader.invalid(file.toString(), problems);
        }
        return parse(file.toString(), name, content.get());
    }

    /**
     * Reads the content of a file.
     *
     * @param file what to call the file in messages
     * @param name the model's name, unless the file has one
     * @throws InvalidInstanceException with every problem found
     */
    public static ModelDescription parse(String file, String name, byte[] content) {
        ProblemList problems = new ProblemList();
        Optional<ModelDescription> model = StrictJson.parse(content, FormatLimits.MAX_INSTANCE_VALUES, problems)
                .flatMap(root -> ObjectCursor.on(root, "", problems))
                .flatMap(root -> model(root, name));
        if (model.isEmpty() || !problems.isEmpty()) {
            throw InstanceReader.invalid(file, problems);
        }
        return model.get();
    }

    private static Optional<ModelDescription> model(ObjectCursor root, String name) {
        if (root.has("format")) {
            return FormatTag.check(root, FormatTag.MODEL) ? ModelFormat.read(root) : Optional.empty();
        }
        if (root.has("model_type")) {
            return new HuggingFaceConfig(root).read(name);
        }
        root.refuse(
                "format",
                "Found neither the field \"format\" of Takt's models nor \"model_type\" of a Hugging Face config.json,"
                        + " expected one of them.");
        return Optional.empty();
    }
}
