package org.takt.model.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Text from files inside messages: quoted, escaped and never long. */
public final class Quoted {
    private static final int MOST = 60;

    private Quoted() {}

    /** Returns the text in quotes, control characters escaped, cut after 60 characters. */
    static String of(String text) {
        return json(shortened(text));
    }

    /** Returns the whole text as a JSON string. */
    public static String json(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** Returns the text cut after 60 characters. */
    static String shortened(String text) {
        if (text.length() <= MOST) {
            return text;
        }
        boolean insidePair = Character.isHighSurrogate(text.charAt(MOST - 1));
        return text.substring(0, insidePair ? MOST - 1 : MOST) + "…";
    }
}
