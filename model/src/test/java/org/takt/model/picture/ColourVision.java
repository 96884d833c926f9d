package org.takt.model.picture;

/**
 * How colours look to people: sRGB to CIELAB (D65), through the simulation of a dichromat's sight by Machado, Oliveira and
 * Fernandes (IEEE TVCG 15(6), 2009, severity 1.0), and how far apart they look, by CIEDE2000 (Sharma, Wu and Dalal, Color
 * Research and Application 30(1), 2005). A difference of about 2 can be seen side by side.
 */
enum ColourVision {
    NORMAL(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}),
    PROTANOPIA(new double[][] {
        {0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}
    }),
    DEUTERANOPIA(new double[][] {
        {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
    }),
    TRITANOPIA(new double[][] {
        {1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}
    });

    private static final double[][] XYZ = {
        {0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}
    };
    private static final double[] WHITE = {0.95047, 1, 1.08883};

    private final double[][] simulation;

    ColourVision(double[][] simulation) {
        this.simulation = simulation;
    }

    /** Returns the CIEDE2000 difference of two colours {@code #rrggbb}. */
    double difference(String one, String other) {
        return difference(lab(one), lab(other));
    }

    /** Returns the contrast of two colours as WCAG 2 defines it, 1 to 21. */
    static double contrast(String one, String other) {
        double first = times(XYZ, linear(one))[1] + 0.05;
        double second = times(XYZ, linear(other))[1] + 0.05;
        return Math.max(first, second) / Math.min(first, second);
    }

    private double[] lab(String colour) {
        double[] seen = times(simulation, linear(colour));
        for (int channel = 0; channel < 3; channel++) {
            seen[channel] = Math.min(1, Math.max(0, seen[channel]));
        }
        double[] xyz = times(XYZ, seen);
        double[] f = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            double share = xyz[axis] / WHITE[axis];
            f[axis] = share > 216.0 / 24389 ? Math.cbrt(share) : (24389.0 / 27 * share + 16) / 116;
        }
        return new double[] {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
    }

    /** Returns the CIEDE2000 difference of two colours in CIELAB. */
    static double difference(double[] one, double[] other) {
        double meanC = (Math.hypot(one[1], one[2]) + Math.hypot(other[1], other[2])) / 2;
        double g = 0.5 * (1 - Math.sqrt(Math.pow(meanC, 7) / (Math.pow(meanC, 7) + Math.pow(25, 7))));
        double a1 = one[1] * (1 + g);
        double a2 = other[1] * (1 + g);
        double c1 = Math.hypot(a1, one[2]);
        double c2 = Math.hypot(a2, other[2]);
        double h1 = hue(a1, one[2]);
        double h2 = hue(a2, other[2]);
        boolean isGrey = c1 * c2 == 0;
        double turn = isGrey ? 0 : Math.IEEEremainder(h2 - h1, 360);
        double deltaH = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(turn / 2));
        double l = (one[0] + other[0]) / 2;
        double c = (c1 + c2) / 2;
        double h = meanHue(h1, h2, isGrey);
        double t = 1
                - 0.17 * Math.cos(Math.toRadians(h - 30))
                + 0.24 * Math.cos(Math.toRadians(2 * h))
                + 0.32 * Math.cos(Math.toRadians(3 * h + 6))
                - 0.20 * Math.cos(Math.toRadians(4 * h - 63));
        double lightness =
                (other[0] - one[0]) / (1 + 0.015 * Math.pow(l - 50, 2) / Math.sqrt(20 + Math.pow(l - 50, 2)));
        double chroma = (c2 - c1) / (1 + 0.045 * c);
        double hue = deltaH / (1 + 0.015 * c * t);
        double rotation = -2
                * Math.sqrt(Math.pow(c, 7) / (Math.pow(c, 7) + Math.pow(25, 7)))
                * Math.sin(Math.toRadians(60 * Math.exp(-Math.pow((h - 275) / 25, 2))));
        return Math.sqrt(lightness * lightness + chroma * chroma + hue * hue + rotation * chroma * hue);
    }

    private static double hue(double a, double b) {
        return (Math.toDegrees(Math.atan2(b, a)) + 360) % 360;
    }

    private static double meanHue(double one, double other, boolean isGrey) {
        double sum = one + other;
        if (isGrey) {
            return sum;
        }
        if (Math.abs(one - other) <= 180) {
            return sum / 2;
        }
        return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
    }

    private static double[] linear(String colour) {
        double[] linear = new double[3];
        for (int channel = 0; channel < 3; channel++) {
            double value = Integer.parseInt(colour, 1 + 2 * channel, 3 + 2 * channel, 16) / 255.0;
            linear[channel] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
        }
        return linear;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] result = new double[3];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                result[row] += matrix[row][column] * vector[column];
            }
        }
        return result;
    }
}
