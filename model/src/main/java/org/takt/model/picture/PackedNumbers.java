package org.takt.model.picture;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/**
 * Whole numbers in few bytes: seven bits a byte, the lowest first, the eighth bit set on all but a number's last byte;
 * signed ones as 2n, or −2n − 1 below 0 (LEB128 and zigzag, as in Protocol Buffers).
 */
final class PackedNumbers {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Appends a number of at least 0. */
    void add(long number) {
        long rest = number;
        while (rest >= 0x80) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    /** Appends a number of any sign, of less than 2^62. */
    void addSigned(long number) {
        add((number << 1) ^ (number >> 63));
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
