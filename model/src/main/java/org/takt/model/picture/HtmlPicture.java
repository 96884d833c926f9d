package org.takt.model.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.takt.model.json.Quoted;
import org.takt.model.problem.OpKind;

/**
 * One HTML file that shows one schedule, or several on one time axis, in a browser: zoom, pan, keyboard, tooltips, memory
 * curves with their limits, bubbles and peaks, the critical path on demand. It holds everything it needs and loads nothing.
 * About 8 bytes for each op of a plain pipeline; made for up to some hundred thousand ops.
 */
public final class HtmlPicture {
    /** In the order in which the page runs them. */
    private static final List<String> SCRIPTS = List.of("data.js", "format.js", "rows.js", "paint.js", "page.js");

    private HtmlPicture() {}

    /**
     * Returns the file's text. Equal pictures give equal files. O(n log n) for n ops, precedences and buffers.
     *
     * @param pictures at least one, in the order from top to bottom
     */
    public static String write(List<Picture> pictures) {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("There is no schedule to show.");
        }
        String data = pictures.stream().map(PictureData::of).collect(Collectors.joining(",\n"));
        String script = SCRIPTS.stream().map(HtmlPicture::resource).collect(Collectors.joining("\n"));
        return resource("page.html")
                .replace("{{title}}", escaped(title(pictures)))
                .replace("{{style}}", resource("page.css"))
                .replace("{{kinds}}", "[" + kinds() + "]")
                .replace("{{reasons}}", "[" + reasons() + "]")
                .replace("{{script}}", script)
                .replace("{{schedules}}", data);
    }

    private static String title(List<Picture> pictures) {
        List<String> titles = new ArrayList<>();
        for (Picture picture : pictures) {
            titles.add(picture.caption().title() + ": " + picture.caption().label());
        }
        return String.join(" | ", titles);
    }

    private static String kinds() {
        List<String> kinds = new ArrayList<>();
        for (OpKind kind : PictureData.KINDS) {
            OpStyle style = OpStyle.of(kind);
            kinds.add("{\"letters\": " + Quoted.json(style.letters()) + ", \"name\": " + Quoted.json(style.name())
                    + ", \"colour\": " + Quoted.json(style.colour()) + ", \"ink\": " + Quoted.json(style.ink()) + "}");
        }
        return String.join(",\n", kinds);
    }

    private static String reasons() {
        List<String> reasons = new ArrayList<>();
        for (CriticalPath.Reason reason : PictureData.REASONS) {
            reasons.add(Quoted.json(reason.sentence()));
        }
        return String.join(", ", reasons);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlPicture.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("The resource " + name + " is missing.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException exception) {
            throw new UncheckedIOException("The resource " + name + " cannot be read.", exception);
        }
    }
}
