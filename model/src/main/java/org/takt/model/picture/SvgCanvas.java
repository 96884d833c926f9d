package org.takt.model.picture;

import java.util.Locale;

/** The shapes and texts of an SVG, each drawn over those before. Numbers have two decimals at most. */
final class SvgCanvas {
    /** More of a line: dashes. */
    static final String DASHED = " stroke-dasharray=\"4 3\"";

    /** More of a text: the size of what stands in small boxes. */
    static final String SMALL = " font-size=\"9\"";

    private final StringBuilder out = new StringBuilder();

    void rectangle(double x, double top, double width, double height, String fill) {
        out.append("<rect x=\"" + number(x) + "\" y=\"" + number(top) + "\" width=\"" + number(width) + "\" height=\""
                + number(height) + "\" fill=\"" + fill + "\"/>\n");
    }

    void line(double fromX, double fromY, double toX, double toY, String stroke, String more) {
        SvgPath path = new SvgPath().moveTo(fromX, fromY).lineTo(toX, toY);
        out.append("<path d=\"" + path + "\" stroke=\"" + stroke + "\" fill=\"none\"" + more + "/>\n");
    }

    /** Fills a path. */
    void area(SvgPath path, String fill) {
        out.append("<path fill=\"" + fill + "\" d=\"" + path + "\"/>\n");
    }

    /** Fills a path and draws its outline. */
    void area(SvgPath path, String fill, String stroke) {
        out.append("<path fill=\"" + fill + "\" stroke=\"" + stroke + "\" stroke-width=\"0.5\" d=\"" + path + "\"/>\n");
    }

    void dot(double x, double y, String fill) {
        out.append("<circle cx=\"" + number(x) + "\" cy=\"" + number(y) + "\" r=\"1.6\" fill=\"" + fill + "\"/>\n");
    }

    void text(double x, double base, String anchor, String fill, String content) {
        text(x, base, anchor, fill, "", content);
    }

    void text(double x, double base, String anchor, String fill, String more, String content) {
        out.append("<text x=\"" + number(x) + "\" y=\"" + number(base) + "\" text-anchor=\"" + anchor + "\" fill=\""
                + fill + "\"" + more + ">" + escaped(content) + "</text>\n");
    }

    /** Draws a text of the smallest size. */
    void tinyText(double x, double base, String anchor, String fill, String content) {
        out.append("<g font-size=\"7\">");
        text(x, base, anchor, fill, content);
        out.append("</g>\n");
    }

    /** Draws a title with a remark behind it. */
    void heading(double x, double base, String title, String remark, String ink, String soft) {
        out.append("<text x=\"" + number(x) + "\" y=\"" + number(base) + "\" fill=\"" + soft
                + "\"><tspan font-size=\"13\" font-weight=\"600\" fill=\"" + ink + "\">" + escaped(title)
                + "</tspan> <tspan dx=\"8\">" + escaped(remark) + "</tspan></text>\n");
    }

    /** Returns the file's text. */
    String toFile(int width, double height, String title) {
        String size = "width=\"" + width + "\" height=\"" + number(height) + "\"";
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" " + size + " viewBox=\"0 0 " + width + " " + number(height)
                + "\" role=\"img\" aria-labelledby=\"title\""
                + " font-family=\"Inter, Helvetica, Arial, sans-serif\" font-size=\"11\">\n<title id=\"title\">"
                + escaped(title) + "</title>\n<rect " + size + " fill=\"#ffffff\"/>\n" + out + "</svg>\n";
    }

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
