package org.takt.solver.cpsat;

import com.google.ortools.Loader;

/** Loads OR-Tools' native library once, the first time anything asks for it. */
final class NativeLibrary {
    private NativeLibrary() {}

    /** Loads the library unless it is loaded; safe for use by several threads. */
    static void load() {
        Holder.touch();
    }

    /** Its initialisation is the loading. */
    private static final class Holder {
        static {
            Loader.loadNativeLibraries();
        }

        private static void touch() {}
    }
}
