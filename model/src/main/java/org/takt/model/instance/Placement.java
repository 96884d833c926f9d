package org.takt.model.instance;

import java.util.List;

/** Which device holds which stage. */
public sealed interface Placement {
    /** Returns the placement's name in files. */
    String type();

    /** Stage s on device s mod P (Megatron-LM interleaving, arXiv 2104.04473; one stage per device: the plain pipeline). */
    record Loop() implements Placement {
        @Override
        public String type() {
            return "loop";
        }
    }

    /** Down 0…P−1, then up P−1…0, then down again, for any number of chunks (ZB-V, arXiv 2401.10241). */
    record V() implements Placement {
        @Override
        public String type() {
            return "v";
        }
    }

    /**
     * The V walked a number of times: 2·P·waves stages (Hanayo, arXiv 2308.15762).
     *
     * @param waves at least 1
     */
    record Wave(int waves) implements Placement {
        @Override
        public String type() {
            return "wave";
        }
    }

    /**
     * Two pipelines over the same devices (Chimera, arXiv 2107.06925; with base {@link V}: BitPipe, arXiv 2410.19367):
     * the first places its stages as the base says, the second mirrors it (device d becomes P−1−d). Each device holds the
     * constant memory of its stages of both.
     *
     * @param base placement of the first direction: {@link Loop} or {@link V}
     */
    record Bidirectional(Placement base) implements Placement {
        public Bidirectional {
            if (!(base instanceof Loop) && !(base instanceof V)) {
                throw new IllegalArgumentException(
                        "The base of a bidirectional placement must be loop or v, found " + base.type() + ".");
            }
        }

        @Override
        public String type() {
            return "bidirectional";
        }
    }

    /**
     * HelixPipe (arXiv 2507.00394): attention has no weights, so that it can run anywhere. Stages are in turn weights and attention,
     * weights first and last: stage 2u is on device u mod P, attention l, which is stage 2l + 1, of micro-batch i on device
     * (l + 1 + i) mod P, so that neighbouring micro-batches attend on different devices at the same time.
     */
    record Helix() implements Placement {
        @Override
        public String type() {
            return "helix";
        }
    }

    /**
     * Any map.
     *
     * @param devices device index of each stage
     */
    record Explicit(List<Integer> devices) implements Placement {
        public Explicit {
            devices = List.copyOf(devices);
        }

        @Override
        public String type() {
            return "explicit";
        }
    }
}
