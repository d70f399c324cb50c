package org.tongbao.pull.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Files that arrive packed. Nothing is ever written under a name that stands in an archive, and nothing is unpacked
 * beyond bounds that honest files do not come near.
 */
enum Packed {
    NOT,
    GZIP,
    ZIP;

    /** Text packs to a twentieth, spreadsheets of one repeated row to a hundredth; DEFLATE ends at 1032. */
    private static final int MOST_TIMES = 200;

    /** Bytes that may be unpacked whatever they were packed to. */
    private static final long ALWAYS = 64L << 20;

    private static final long MOST = 64L << 30;
    private static final int MOST_MEMBERS = 100_000;

    /** How the file is packed, by its first bytes. A spreadsheet is an archive too, but not one of files. */
    static Packed of(Path file) {
        var first = new byte[4];
        try (var in = Files.newInputStream(file)) {
            int n = in.readNBytes(first, 0, first.length);
            if (n >= 2 && first[0] == 0x1f && first[1] == (byte) 0x8b) {
                return GZIP;
            }
            if (n < 4 || first[0] != 'P' || first[1] != 'K' || first[2] > 6 || first[2] < 3) {
                return NOT;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var zip = open(file)) {
            return zip.stream().anyMatch(entry -> isOfDocument(entry.getName())) ? NOT : ZIP;
        } catch (IOException e) {
            // Whoever reads it says what it lacks.
            return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".zip") ? ZIP : NOT;
        }
    }

    /** Whether only an office document has such a part. */
    private static boolean isOfDocument(String part) {
        return part.equalsIgnoreCase("[Content_Types].xml") || part.equals("mimetype");
    }

    /** The names of an archive's files, in its order. */
    static List<String> members(Path file) {
        try (var zip = open(file)) {
            if (zip.size() > MOST_MEMBERS) {
                throw new Unreadable(
                        "the archive has " + zip.size() + " members; at most " + MOST_MEMBERS + " are read");
            }
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw Unreadable.of(e);
        }
    }

    /** Whether a member's name would lead out of the folder that it is unpacked to; honest archives have none. */
    static boolean leadsOut(String member) {
        var name = member.replace('\\', '/');
        return name.startsWith("/")
                || name.matches("[A-Za-z]:.*")
                || List.of(name.split("/")).contains("..");
    }

    /** About how many bytes a file holds unpacked; what an archive says of itself may be untrue. */
    long size(Path file, @Nullable String member) {
        try {
            if (this == GZIP) {
                return Math.max(Files.size(file), lastFourBytes(file));
            }
            if (this == NOT || member == null) {
                return Files.size(file);
            }
            try (var zip = open(file)) {
                var entry = zip.getEntry(member);
                return entry == null ? 0 : Math.max(0, entry.getSize());
            }
        } catch (IOException e) {
            throw Unreadable.of(e);
        }
    }

    /** The bytes as they were before packing. */
    InputStream open(Path file, @Nullable String member) throws IOException {
        return switch (this) {
            case NOT -> Files.newInputStream(file);
            case GZIP -> bounded(new GZIPInputStream(Files.newInputStream(file), 1 << 16), Files.size(file));
            case ZIP -> {
                var zip = open(file);
                var entry = zip.getEntry(String.valueOf(member));
                if (entry == null) {
                    zip.close();
                    throw new Unreadable("there is no member '" + member + "'");
                }
                yield new FilterInputStream(openPart(zip, entry)) {
                    @Override
                    public void close() throws IOException {
                        super.close();
                        zip.close();
                    }
                };
            }
        };
    }

    /** A part of an archive, within bounds and with its check sum verified at its end. */
    static InputStream openPart(ZipFile zip, ZipEntry entry) throws IOException {
        var in = zip.getInputStream(entry);
        if (in == null) {
            throw new ZipException("'" + entry.getName() + "' cannot be read");
        }
        var checked = new CheckedInputStream(bounded(in, Math.max(entry.getCompressedSize(), 0)), new CRC32());
        return new FilterInputStream(checked) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int n = super.read(bytes, from, length);
                if (n < 0 && entry.getCrc() >= 0 && checked.getChecksum().getValue() != entry.getCrc()) {
                    throw new ZipException("the check sum of '" + entry.getName() + "' is wrong: it is damaged");
                }
                return n;
            }
        };
    }

    /** Names are UTF-8 or, from Windows in China, GBK; few texts are both. */
    static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            if (!String.valueOf(e.getMessage()).contains("bad entry name")) {
                throw e;
            }
            return new ZipFile(file.toFile(), Charset.forName("GB18030"));
        }
    }

    private static long lastFourBytes(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            if (channel.size() < 18) {
                return 0;
            }
            var bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            channel.position(channel.size() - 4).read(bytes);
            return bytes.flip().remaining() < 4 ? 0 : Integer.toUnsignedLong(bytes.getInt());
        }
    }

    private static InputStream bounded(InputStream in, long packed) {
        return new Bounded(in, Math.min(MOST, Math.max(ALWAYS, packed * MOST_TIMES)));
    }

    private static final class Bounded extends FilterInputStream {

        private final long limit;
        private long left;

        Bounded(InputStream in, long limit) {
            super(in);
            this.limit = limit;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            spend(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int n = super.read(bytes, from, length);
            spend(Math.max(0, n));
            return n;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = super.skip(n);
            spend(skipped);
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void spend(long bytes) {
            left -= bytes;
            if (left < 0) {
                throw new Unreadable("it unpacks to more than " + (limit >> 20) + " MB, " + MOST_TIMES
                        + " times its size: it looks like a zip bomb and is not read");
            }
        }
    }
}
