package org.takt.solver.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.takt.model.picture.HtmlPicture;
import org.takt.model.picture.Picture;
import org.takt.model.picture.SvgPicture;
import org.takt.model.picture.TraceJson;

/** The formats of pictures, of one schedule or several on one time axis. A new one is one new class and two lines here. */
enum PictureFormat {
    HTML("html"),
    SVG("svg"),
    TRACE("trace");

    private final String formatName;

    PictureFormat(String formatName) {
        this.formatName = formatName;
    }

    /** Returns the format of a name given by the user, if it is one of a picture. */
    static Optional<PictureFormat> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.formatName.equals(name))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(format -> format.formatName).toList();
    }

    /** Returns the file's text. */
    String write(List<Picture> pictures) {
        return switch (this) {
            case HTML -> HtmlPicture.write(pictures);
            case SVG -> svg(pictures);
            case TRACE -> TraceJson.write(pictures);
        };
    }

    private static String svg(List<Picture> pictures) {
        int ops = pictures.stream()
                .flatMap(picture -> picture.lanes().stream())
                .mapToInt(lane -> lane.ops().size())
                .sum();
        if (ops > SvgPicture.MAX_OPS) {
            throw CommandFailure.usage("The format svg draws at most " + SvgPicture.MAX_OPS + " ops, these are " + ops
                    + "; the format html draws them.");
        }
        return SvgPicture.write(pictures);
    }
}
