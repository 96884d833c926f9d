package org.takt.model.picture;

/** The outline of an SVG's shape, in the making. */
final class SvgPath {
    private final StringBuilder commands = new StringBuilder();

    SvgPath moveTo(double x, double y) {
        return add('M', x).add(' ', y);
    }

    SvgPath lineTo(double x, double y) {
        return add('L', x).add(' ', y);
    }

    SvgPath horizontalTo(double x) {
        return add('H', x);
    }

    SvgPath verticalTo(double y) {
        return add('V', y);
    }

    SvgPath close() {
        commands.append('z');
        return this;
    }

    SvgPath rectangle(double left, double top, double width, double height) {
        return moveTo(left, top)
                .add('h', width)
                .add('v', height)
                .add('h', -width)
                .close();
    }

    private SvgPath add(char command, double number) {
        commands.append(command).append(SvgCanvas.number(number));
        return this;
    }

    @Override
    public String toString() {
        return commands.toString();
    }
}
