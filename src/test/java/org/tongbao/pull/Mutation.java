package org.tongbao.pull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** What can become of a file on its way: damage to its bytes, and what people do to its rows and cells. */
public enum Mutation {
    FLIP {
        @Override
        byte[] apply(byte[] file, SplittableRandom random) {
            var bytes = file.clone();
            for (int i = random.nextInt(1, 20); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return bytes;
        }
    },
    CUT_OFF {
        @Override
        byte[] apply(byte[] file, SplittableRandom random) {
            return Arrays.copyOf(file, random.nextInt(file.length + 1));
        }
    },
    CUT_OUT {
        @Override
        byte[] apply(byte[] file, SplittableRandom random) {
            int from = random.nextInt(file.length + 1);
            int to = Math.min(file.length, from + random.nextInt(1, 200));
            return joined(file, 0, from, new byte[0], file, to);
        }
    },
    PUT_IN {
        @Override
        byte[] apply(byte[] file, SplittableRandom random) {
            var more = new byte[random.nextInt(1, 60)];
            random.nextBytes(more);
            int at = random.nextInt(file.length + 1);
            return joined(file, 0, at, more, file, at);
        }
    },
    TWICE {
        @Override
        byte[] apply(byte[] file, SplittableRandom random) {
            int at = random.nextInt(file.length + 1);
            return joined(file, 0, at, Arrays.copyOf(file, at), file, at);
        }
    },
    SWAPPED_COLUMNS {
        @Override
        byte[] apply(byte[] file, SplittableRandom random) {
            return rows(file, rows -> {
                int a = random.nextInt(10);
                int b = random.nextInt(10);
                boolean heading = random.nextBoolean();
                for (int i = heading ? 0 : 1; i < rows.size(); i++) {
                    var row = rows.get(i);
                    if (a < row.size() && b < row.size()) {
                        Collections.swap(row, a, b);
                    }
                }
            });
        }
    },
    CELLS {
        @Override
        byte[] apply(byte[] file, SplittableRandom random) {
            return rows(file, rows -> {
                for (int i = random.nextInt(1, 10); i > 0; i--) {
                    var row = rows.get(random.nextInt(rows.size()));
                    row.set(random.nextInt(row.size()), NASTY.get(random.nextInt(NASTY.size())));
                }
            });
        }
    },
    ROWS {
        @Override
        byte[] apply(byte[] file, SplittableRandom random) {
            return rows(file, rows -> {
                int at = random.nextInt(rows.size());
                switch (random.nextInt(4)) {
                    case 0 -> rows.remove(at);
                    case 1 -> rows.add(at, rows.get(random.nextInt(rows.size())));
                    case 2 -> rows.add(at, List.of("合计", "1"));
                    default -> Collections.reverse(rows);
                }
            });
        }
    },
    COLUMN_LOST {
        @Override
        byte[] apply(byte[] file, SplittableRandom random) {
            int column = random.nextInt(8);
            return rows(
                    file,
                    rows -> rows.forEach(row -> {
                        if (column < row.size() && row.size() > 1) {
                            row.remove(column);
                        }
                    }));
        }
    },
    OTHER_ENCODING {
        @Override
        byte[] apply(byte[] file, SplittableRandom random) {
            var charsets = List.of("GB18030", "UTF-16", "UTF-16LE", "Big5", "ISO-8859-1");
            return new String(file, StandardCharsets.UTF_8)
                    .getBytes(Charset.forName(charsets.get(random.nextInt(charsets.size()))));
        }
    };

    private static final List<String> NASTY = List.of(
            "",
            " ",
            "\u0000",
            "\"",
            "\"\"\"",
            ",",
            "\n",
            "\r",
            "a\nb",
            "NaN",
            "-Infinity",
            "1e400",
            "99999999999999999999999999",
            "0x10",
            "2026-02-30",
            "infinity",
            "9999999-01-01",
            "294247-01-10",
            "99999.99999",
            "60000.999999999",
            "100%",
            "=1+1",
            "'; drop table x; --",
            "\uD83D\uDE00",
            "\uFEFF",
            "\u3000",
            "合计",
            "x".repeat(40_000),
            "[1,{\"a\":2}]",
            "&amp;<c>",
            "2026年13月32日",
            "24:00:00",
            "-0");

    abstract byte[] apply(byte[] file, SplittableRandom random);

    /** A mutated file: as a whole or, of a workbook, also one of its parts. */
    public static byte[] of(byte[] file, String name, SplittableRandom random) {
        var mutations = Mutation.values();
        boolean text = !name.endsWith(".xlsx") && !name.endsWith(".parquet");
        var mutation = mutations[
                random.nextInt(text ? mutations.length : List.of(mutations).indexOf(SWAPPED_COLUMNS))];
        return name.endsWith(".xlsx") && random.nextInt(3) > 0
                ? inWorkbook(file, mutation, random)
                : mutation.apply(file, random);
    }

    private static byte[] inWorkbook(byte[] file, Mutation mutation, SplittableRandom random) {
        var parts = new LinkedHashMap<String, byte[]>();
        try (var zip = ZipFile.builder().setByteArray(file).get()) {
            for (var entry : Collections.list(zip.getEntries())) {
                parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var names = new ArrayList<>(parts.keySet());
        var name = names.get(random.nextInt(names.size()));
        parts.computeIfPresent(name, (n, bytes) -> mutation.apply(bytes, random));
        return PackedFilesTest.zip(parts);
    }

    private interface Change {
        void make(List<List<String>> rows);
    }

    /** The rows of a text, split as simply as possible: what comes out need not be proper. */
    private static byte[] rows(byte[] file, Change change) {
        var rows = new ArrayList<List<String>>();
        for (var line : new String(file, StandardCharsets.UTF_8).split("\n", -1)) {
            rows.add(new ArrayList<>(List.of(line.split(",", -1))));
        }
        change.make(rows);
        return String.join("\n", rows.stream().map(row -> String.join(",", row)).toList())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] first, int from, int to, byte[] middle, byte[] last, int rest) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(first, from, to - from);
        bytes.writeBytes(middle);
        bytes.write(last, rest, last.length - rest);
        return bytes.toByteArray();
    }
}
