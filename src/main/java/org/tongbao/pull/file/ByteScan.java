package org.tongbao.pull.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at a time, as one number: files of gigabytes are looked through beside the engine's own work. */
final class ByteScan {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private ByteScan() {}

    /** The eight bytes from here. */
    static long eightAt(byte[] bytes, int from) {
        return (long) LONGS.get(bytes, from);
    }

    /** The high bit of each byte that is this one. */
    static long equalTo(long eight, char ascii) {
        return zeros(eight ^ ascii * EACH);
    }

    /** The high bit of each byte from 0 to 31. */
    static long below32(long eight) {
        return zeros(eight & 0xE0E0E0E0E0E0E0E0L);
    }

    /** Where the ASCII that begins here ends, or {@code limit}. */
    static int endOfAscii(byte[] bytes, int from, int limit) {
        int at = from;
        while (at + Long.BYTES <= limit && (eightAt(bytes, at) & HIGH) == 0) {
            at += Long.BYTES;
        }
        while (at < limit && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private static long zeros(long eight) {
        return ~(((eight & ~HIGH) + ~HIGH) | eight | ~HIGH);
    }
}
