package org.tongbao.render.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.zip.Deflater;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSBoolean;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfwriter.COSWriter;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/**
 * Writes a document that was just made as a PDF 1.7 file: what PDFBox's own writer does, in a third of its time. A value
 * that is referred to once stands where it is used, all other dictionaries share one compressed object stream, and a
 * cross-reference stream ends the file (ISO 32000-1, 7.5.7 and 7.5.8). The same document gives the same bytes: its
 * identifier is a digest of them.
 */
final class PdfFile {

    /** Dictionaries of a type have a number of their own, as the standard demands it of most of them; not these. */
    private static final Set<COSName> INLINE = Set.of(COSName.getPDFName("MCR"), COSName.getPDFName("OBJR"));

    /** Half the time of zlib's default level for a twentieth more bytes. */
    private static final int LEVEL = 3;

    private static final COSName OBJECT_STREAM = COSName.getPDFName("ObjStm");
    private static final int ROW = 8;
    /** Bytes that most files don't exceed. */
    private static final int EXPECTED = 160 * 1024;

    private final IdentityHashMap<COSBase, Integer> uses = new IdentityHashMap<>();
    private final IdentityHashMap<COSBase, Integer> numbers = new IdentityHashMap<>();
    private final List<COSBase> objects = new ArrayList<>();
    private final Map<COSName, byte[]> names = new HashMap<>();
    private final Deflater deflater = new Deflater(LEVEL);
    private final Bytes file = new Bytes(EXPECTED);
    private final Bytes rows = new Bytes(EXPECTED / 8);

    private PdfFile() {}

    static void write(PDDocument document, OutputStream out) throws IOException {
        var file = new PdfFile();
        try {
            file.write(document.getDocument().getTrailer());
            file.file.writeTo(out);
        } finally {
            file.deflater.end();
        }
    }

    private void write(COSDictionary trailer) throws IOException {
        var root = resolved(trailer.getItem(COSName.ROOT));
        var info = resolved(trailer.getItem(COSName.INFO));
        count(root);
        count(info);
        number(root);
        number(info);
        file.text("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        row(0, 0, 0xffff);
        var packed = new Bytes(EXPECTED);
        var places = new Bytes(EXPECTED / 8);
        int pack = 0;
        int inPack = 0;
        var offsets = new ArrayList<int[]>();
        for (int i = 0; i < objects.size(); i++) { // grows while what it holds is written
            var object = objects.get(i);
            if (object instanceof COSStream stream) {
                offsets.add(new int[] {1, file.size(), 0});
                stream(i + 1, stream);
            } else {
                offsets.add(new int[] {2, pack, inPack++});
                places.number(i + 1);
                places.write(' ');
                places.number(packed.size());
                places.write(' ');
                value(object, packed);
                packed.write('\n');
            }
        }
        pack = objects.size() + 1;
        for (var offset : offsets) {
            row(offset[0], offset[0] == 2 ? pack : offset[1], offset[2]);
        }
        row(1, file.size(), 0);
        pack(pack, inPack, places, packed);
        crossReferences(pack + 1, root, info);
    }

    /** Counts from how many places each value is referred to. */
    private void count(COSBase first) {
        Queue<COSBase> open = new ArrayDeque<>();
        open.add(first);
        for (var each = open.poll(); each != null; each = open.poll()) {
            if (uses.merge(each, 1, Integer::sum) > 1) {
                continue;
            }
            if (each instanceof COSDictionary dictionary) {
                dictionary.forEach((key, value) -> later(value, open));
            } else if (each instanceof COSArray array) {
                array.forEach(value -> later(value, open));
            }
        }
    }

    private static void later(@Nullable COSBase value, Queue<COSBase> open) {
        var held = value instanceof COSObject object ? object.getObject() : value;
        if (held instanceof COSDictionary || held instanceof COSArray) {
            open.add(held);
        }
    }

    private static COSBase resolved(COSBase value) {
        return value instanceof COSObject object ? object.getObject() : value;
    }

    private boolean ownObject(COSBase value) {
        if (value instanceof COSStream || uses.getOrDefault(value, 0) > 1) {
            return true;
        }
        if (!(value instanceof COSDictionary dictionary) || dictionary.isDirect()) {
            return false;
        }
        var type = dictionary.getItem(COSName.TYPE);
        return type instanceof COSName name && !INLINE.contains(name);
    }

    private int number(COSBase object) {
        var known = numbers.get(object);
        if (known != null) {
            return known;
        }
        objects.add(object);
        numbers.put(object, objects.size());
        return objects.size();
    }

    private void held(@Nullable COSBase item, Bytes out) throws IOException {
        var value = item instanceof COSObject object ? object.getObject() : item;
        if (value != null && (value instanceof COSDictionary || value instanceof COSArray) && ownObject(value)) {
            out.number(number(value));
            out.text(" 0 R");
        } else {
            value(value, out);
        }
    }

    private void value(@Nullable COSBase value, Bytes out) throws IOException {
        if (value instanceof COSDictionary dictionary) {
            out.text("<<");
            entries(dictionary, out);
            out.text(">>");
        } else if (value instanceof COSArray array) {
            out.write('[');
            for (int i = 0; i < array.size(); i++) {
                if (i > 0) {
                    out.write(' ');
                }
                held(array.get(i), out);
            }
            out.write(']');
        } else if (value instanceof COSName name) {
            name(name, out);
        } else if (value instanceof COSInteger number) {
            out.number(number.longValue());
        } else if (value instanceof COSFloat number) {
            number.writePDF(out);
        } else if (value instanceof COSString text) {
            COSWriter.writeString(text, out);
        } else if (value instanceof COSBoolean flag) {
            flag.writePDF(out);
        } else if (value == null || value instanceof COSNull) {
            out.text("null");
        } else {
            throw new IllegalStateException("not a value of PDF: " + value);
        }
    }

    private void entries(COSDictionary dictionary, Bytes out) throws IOException {
        for (var entry : dictionary.entrySet()) {
            name(entry.getKey(), out);
            out.write(' ');
            held(entry.getValue(), out);
        }
    }

    private void name(COSName name, Bytes out) throws IOException {
        var written = names.get(name);
        if (written == null) {
            var bytes = new ByteArrayOutputStream();
            name.writePDF(bytes);
            written = bytes.toByteArray();
            names.put(name, written);
        }
        out.write(written, 0, written.length);
    }

    private void stream(int number, COSStream stream) throws IOException {
        byte[] raw;
        try (var in = stream.createRawInputStream()) {
            raw = in.readNBytes((int) stream.getLength());
        }
        // Who looks for the description of a file in it must not have to unpack it.
        boolean plain = stream.getItem(COSName.FILTER) == null && stream.getItem(COSName.TYPE) != COSName.METADATA;
        var content = new Bytes(raw);
        if (plain) {
            content = content.deflated(deflater);
        }
        open(number);
        for (var entry : stream.entrySet()) {
            if (!entry.getKey().equals(COSName.LENGTH)) {
                name(entry.getKey(), file);
                file.write(' ');
                held(entry.getValue(), file);
            }
        }
        body(plain, content);
    }

    private void open(int number) {
        file.number(number);
        file.text(" 0 obj\n<<");
    }

    private void body(boolean deflated, Bytes content) {
        file.text(deflated ? "/Filter /FlateDecode/Length " : "/Length ");
        file.number(content.size());
        file.text(">>\nstream\n");
        file.add(content);
        file.text("\nendstream\nendobj\n");
    }

    private void pack(int number, int count, Bytes places, Bytes packed) throws IOException {
        open(number);
        file.text("/Type ");
        name(OBJECT_STREAM, file);
        file.text("/N ");
        file.number(count);
        file.text("/First ");
        file.number(places.size());
        places.add(packed);
        body(true, places.deflated(deflater));
    }

    private void crossReferences(int number, COSBase root, COSBase info) {
        int start = file.size();
        row(1, start, 0);
        var id = file.digest();
        var table = rows.deflated(deflater);
        open(number);
        file.text("/Type /XRef/Size ");
        file.number(number + 1L);
        file.text("/W [1 4 3]/Root ");
        file.number(number(root));
        file.text(" 0 R/Info ");
        file.number(number(info));
        file.text(" 0 R/ID [<" + id + "> <" + id + ">]/DecodeParms <</Predictor 12/Columns " + ROW + ">>");
        body(true, table);
        file.text("startxref\n");
        file.number(start);
        file.text("\n%%EOF\n");
    }

    private final byte[] last = new byte[ROW];

    /** A row of the table: its kind, where it is, and which it is there; written as its difference from the row above. */
    private void row(int kind, int place, int index) {
        byte[] row = {
            (byte) kind,
            (byte) (place >> 24),
            (byte) (place >> 16),
            (byte) (place >> 8),
            (byte) place,
            (byte) (index >> 16),
            (byte) (index >> 8),
            (byte) index
        };
        rows.write(2);
        for (int i = 0; i < ROW; i++) {
            rows.write(row[i] - last[i]);
            last[i] = row[i];
        }
    }

    /** Bytes that grow; without the locks of {@link ByteArrayOutputStream}. */
    private static final class Bytes extends OutputStream {

        private byte[] bytes;
        private int size;

        Bytes(int expected) {
            bytes = new byte[expected];
        }

        Bytes(byte[] bytes) {
            this.bytes = bytes;
            this.size = bytes.length;
        }

        int size() {
            return size;
        }

        private void room(int more) {
            if (size + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
            }
        }

        @Override
        public void write(int b) {
            room(1);
            bytes[size++] = (byte) b;
        }

        @Override
        public void write(byte[] more, int from, int length) {
            room(length);
            System.arraycopy(more, from, bytes, size, length);
            size += length;
        }

        void add(Bytes other) {
            write(other.bytes, 0, other.size);
        }

        /** Text of one byte a character. */
        void text(String text) {
            room(text.length());
            for (int i = 0; i < text.length(); i++) {
                bytes[size++] = (byte) text.charAt(i);
            }
        }

        void number(long number) {
            if (number < 0) {
                text(Long.toString(number));
                return;
            }
            if (number >= 10) {
                number(number / 10);
            }
            write((int) ('0' + number % 10));
        }

        Bytes deflated(Deflater deflater) {
            deflater.reset();
            deflater.setInput(bytes, 0, size);
            deflater.finish();
            var packed = new Bytes(size / 2 + 64);
            while (!deflater.finished()) {
                packed.room(64);
                packed.size += deflater.deflate(packed.bytes, packed.size, packed.bytes.length - packed.size);
            }
            return packed;
        }

        /** Sixteen bytes that tell this content from other, in hexadecimal digits. */
        String digest() {
            try {
                var digest = MessageDigest.getInstance("SHA-256");
                digest.update(bytes, 0, size);
                return java.util.HexFormat.of().formatHex(digest.digest(), 0, 16);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        void writeTo(OutputStream out) throws IOException {
            out.write(bytes, 0, size);
        }
    }
}
