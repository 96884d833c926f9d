package org.takt.model.json;

/** JSON pointers (RFC 6901). */
final class Pointers {
    private Pointers() {}

    /** Returns the pointer to a field of the object that {@code parent} points to. */
    static String field(String parent, String name) {
        return parent + '/' + name.replace("~", "~0").replace("/", "~1");
    }

    /** Returns the pointer to an item of the list that {@code parent} points to. */
    static String item(String parent, int index) {
        return parent + '/' + index;
    }

    /** Returns the pointer to what holds the place, or the empty pointer for the whole file. */
    static String parent(String pointer) {
        return pointer.isEmpty() ? "" : pointer.substring(0, pointer.lastIndexOf('/'));
    }

    /** Returns whether {@code place} is {@code container} or lies inside it. */
    static boolean isInside(String place, String container) {
        return place.equals(container) || place.startsWith(container + '/');
    }
}
