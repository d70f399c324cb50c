package org.tongbao.pull.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** In which encoding a text file is written, found out from its bytes. */
final class TextEncoding {

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final long PEEK = 1 << 20;
    private static final int START = 4000;

    private TextEncoding() {}

    /** What the beginning looks like: whoever reads on must check the rest. */
    static Charset ofBeginning(Path file) {
        return of(file, PEEK);
    }

    /** UTF-16 if it is marked so; UTF-8 if all of it is, otherwise GB18030, of which GBK and GB 2312 are parts. */
    static Charset of(Path file) {
        return of(file, Long.MAX_VALUE);
    }

    private static Charset of(Path file, long limit) {
        var marked = beginsWithMark(file);
        if (marked.isPresent()) {
            return marked.get();
        }
        return Stream.of(StandardCharsets.UTF_8, GB18030)
                .filter(charset -> decodes(file, charset, limit))
                .findFirst()
                .orElseThrow(() -> new Unreadable("the encoding is neither UTF-8 nor GB18030"));
    }

    /** The kind of UTF-16 that the first two bytes tell, as spreadsheet programs write "Unicode text". */
    private static Optional<Charset> beginsWithMark(Path file) {
        try (var in = Files.newInputStream(file)) {
            int mark = in.read() << 8 | in.read();
            return mark == 0xFFFE
                    ? Optional.of(StandardCharsets.UTF_16LE)
                    : mark == 0xFEFF ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the file, up to about so many bytes, is in this encoding. */
    private static boolean decodes(Path file, Charset charset, long limit) {
        var decoder = strict(charset);
        var bytes = ByteBuffer.allocate(1 << 16);
        var chars = CharBuffer.allocate(1 << 16);
        long read = 0;
        try (var channel = Files.newByteChannel(file)) {
            boolean end = false;
            while (!end && read < limit) {
                int n = channel.read(bytes);
                end = n < 0;
                read += n;
                bytes.flip();
                if (decoder.decode(bytes, chars, end).isError()) {
                    return false;
                }
                bytes.compact();
                chars.clear();
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** The first characters of any file, for a look at what it could be. */
    static String start(Path file) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(START);
            boolean wide = bytes.length > 1 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe;
            var text = new String(bytes, wide ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first million characters: enough for titles and headings, whatever the file holds. */
    static String beginning(Path file, Charset charset) {
        try (var reader = reader(file, charset)) {
            var chars = new char[(int) PEEK];
            int length = 0;
            for (int n = 0; n >= 0 && length < chars.length; n = reader.read(chars, length, chars.length - length)) {
                length += n;
            }
            return new String(chars, 0, length);
        } catch (CharacterCodingException e) {
            throw broken(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the text anew in UTF-8, without a byte order mark. What is ASCII in both is only copied. */
    static void transcode(Path file, Charset charset, Path to) throws IOException {
        if (!charset.equals(GB18030)) {
            try (var reader = reader(file, charset);
                    var writer = Files.newBufferedWriter(to)) {
                reader.transferTo(writer);
            }
            return;
        }
        var pending = new ArrayDeque<CompletableFuture<ByteBuffer>>();
        int most = 2 * Runtime.getRuntime().availableProcessors();
        try (var blocks = new LineBlocks(file);
                var target = Files.newByteChannel(to, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (var block = blocks.next(); block != null || !pending.isEmpty(); block = blocks.next()) {
                if (block != null) {
                    var bytes = block;
                    pending.add(CompletableFuture.supplyAsync(() -> utf8(bytes)));
                }
                while (!pending.isEmpty() && (block == null || pending.size() > most)) {
                    target.write(pending.remove().join());
                }
            }
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw io.getCause();
            }
            throw e;
        }
    }

    /** Whole lines of GB18030 in UTF-8. */
    private static ByteBuffer utf8(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var decoder = strict(GB18030);
        var out = ByteBuffer.allocate(bytes.length / 2 * 3 + 8);
        var chars = CharBuffer.allocate(1 << 16);
        try {
            while (in.hasRemaining()) {
                copyAscii(bytes, in, out);
                decodeOthers(decoder, in, chars);
                chars.flip();
                out.put(StandardCharsets.UTF_8.encode(chars));
                chars.clear();
            }
        } catch (CharacterCodingException e) {
            throw new UncheckedIOException(e);
        }
        return out.flip();
    }

    private static void copyAscii(byte[] bytes, ByteBuffer in, ByteBuffer out) {
        int from = in.position();
        int to = ByteScan.endOfAscii(bytes, from, in.limit());
        out.put(bytes, from, to - from);
        in.position(to);
    }

    /** Decodes up to where a run of ASCII begins again. A character's later bytes can look like ASCII, its first can't. */
    private static void decodeOthers(CharsetDecoder decoder, ByteBuffer in, CharBuffer chars)
            throws CharacterCodingException {
        int limit = in.limit();
        int to = in.position();
        while (to < limit && in.get(to) < 0) {
            // Two bytes, or four of which the second is a digit.
            to += to + 1 < limit && in.get(to + 1) >= '0' && in.get(to + 1) <= '9' ? 4 : 2;
        }
        // The decoder's room is bounded, and so is what it is given.
        in.limit(Math.min(Math.min(to, limit), in.position() + chars.capacity()));
        decoder.reset();
        var result = decoder.decode(in, chars, in.limit() == to || in.limit() == limit);
        in.limit(limit);
        if (result.isError()) {
            result.throwException();
        }
    }

    static Unreadable broken(CharacterCodingException e) {
        return new Unreadable("the encoding is broken: " + e.getMessage(), e);
    }

    /** A reader past the byte order mark. */
    static BufferedReader reader(Path file, Charset charset) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(Files.newInputStream(file), strict(charset)), 1 << 16);
        reader.mark(1);
        if (reader.read() != 0xFEFF) {
            reader.reset();
        }
        return reader;
    }
}
