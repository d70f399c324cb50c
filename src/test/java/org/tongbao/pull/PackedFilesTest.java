package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives, and names that say what stands in a file. */
class PackedFilesTest {

    private static final String ZIPS = "source: zips\ndataset: thing\nfiles: in/*.zip\nmembers: '**物件*.csv'\n";
    private static final String GZIPS = "source: gzips\ndataset: thing\nfiles: in/*.gz\n";
    private static final byte[] LONG = new byte[70 << 20];

    @TempDir
    Path folder;

    @Test
    void aPackedFileIsReadLikeAPlainOne() {
        var json = "source: json-gz\ndataset: thing\nformat: json\nfiles: packed/*.gz\n";
        var parquet = "source: parquet-zip\ndataset: thing\nformat: parquet\nfiles: packed/*.zip\n";
        var sheets = "source: sheet-zip\ndataset: thing\nformat: xlsx\nfiles: sheets/*.zip\n";
        try (var fixture = PullFixture.with(folder, "slice", GZIPS, json, parquet, sheets)) {
            fixture.put("a.csv.gz", gzip("编号\t备注\nA1\t施工\n".getBytes(Charset.forName("GB18030"))));
            fixture.put("../packed/b.ndjson.gz", gzip("{\"编号\":\"B1\"}\n{\"编号\":\"B2\"}\n"));
            fixture.session.execute("copy (select 'C1' as 编号) to '" + fixture.data + "/c' (format parquet)");
            fixture.put("../packed/c.zip", zip(Map.of("c.parquet", bytes(fixture.data.resolve("c")))));
            var book = PullFixture.workbook(b -> b.newWorksheet("表").value(0, 0, "编号"));
            fixture.put("../sheets/d.zip", zip(Map.of("d.xlsx", book)));
            assertThat(fixture.pull()).hasSize(4).allMatch(loaded -> loaded.read() == loaded.loaded());
            assertThat(fixture.loaded()).isEqualTo("2:A1 1:B1 2:B2 1:C1");
            assertThat(fixture.values("note")).startsWith("施工");
            assertThat(fixture.pull()).allMatch(loaded -> loaded.load() == 0);
            assertThat(folder.resolve("var/temp/" + ProcessHandle.current().pid() + "/pull"))
                    .isEmptyDirectory();
        }
    }

    @Test
    void eachMemberOfAnArchiveIsALoadOfItsOwn() {
        try (var fixture = PullFixture.with(folder, "slice", ZIPS)) {
            var members = new LinkedHashMap<String, byte[]>();
            members.put("甲县/物件.csv", utf8("编号\nA1\n"));
            members.put("乙县/物件.csv", utf8("编号\nB1\nB1\n"));
            members.put("说明.txt", utf8("不读"));
            fixture.put("六月.zip", zip(members));
            assertThat(fixture.pull())
                    .extracting(Pull.Loaded::file)
                    .containsExactly("in/六月.zip/乙县/物件.csv", "in/六月.zip/甲县/物件.csv");
            members.put("甲县/物件.csv", utf8("编号\nA1\nA2\n"));
            fixture.put("六月.zip", zip(members));
            assertThat(fixture.pull().stream().filter(loaded -> loaded.load() > 0))
                    .singleElement()
                    .matches(loaded -> loaded.file().contains("甲县") && loaded.loaded() == 2);
            assertThat(fixture.rejects()).isEqualTo("3 id 与前面的行重复");
        }
    }

    @Test
    void chineseNamesOfMembersAreReadInBothEncodings() {
        try (var fixture = PullFixture.with(folder, "slice", ZIPS)) {
            fixture.put("gbk.zip", zip(Map.of("中文/物件台账.csv", utf8("编号\nA1\n")), Charset.forName("GBK")));
            fixture.put("utf8.zip", zip(Map.of("中文/物件台账.csv", utf8("编号\nB1\n"))));
            assertThat(fixture.pull())
                    .extracting(Pull.Loaded::file)
                    .containsExactly("in/gbk.zip/中文/物件台账.csv", "in/utf8.zip/中文/物件台账.csv");
            assertThat(fixture.loaded()).isEqualTo("2:A1 2:B1");
        }
    }

    @Test
    void archivesThatWouldDoHarmAreRefusedAndTheOthersAreLoaded() throws IOException {
        try (var fixture = PullFixture.with(folder, "slice", ZIPS, GZIPS)) {
            fixture.put("bomb.csv.gz", gzip(LONG));
            fixture.put("bomb.zip", zip(Map.of("物件.csv", LONG)));
            fixture.put("way.zip", zip(Map.of("../../物件.csv", utf8("编号\nZ1\n"), "物件.csv", utf8("编号\nB1\n"))));
            fixture.put("drive.zip", zip(Map.of("C:\\物件.csv", utf8("编号\nZ2\n"))));
            var whole = zip(Map.of("物件.csv", utf8("编号\nZ3\n".repeat(50))));
            fixture.put("cut.zip", Arrays.copyOf(whole, whole.length - 30));
            var packed = gzip("编号\nZ4\n".repeat(50));
            fixture.put("cut.csv.gz", Arrays.copyOf(packed, packed.length - 12));
            fixture.put("none.zip", "no archive");
            fixture.put("other.zip", zip(Map.of("a.txt", utf8("x"))));
            var flipped = whole.clone();
            flipped[45] ^= 0x55;
            fixture.put("flipped.zip", flipped);
            fixture.put("good.csv", "编号\nA1\n");
            assertThatThrownBy(fixture::pull)
                    .isInstanceOf(PullException.class)
                    .hasMessageContaining(
                            "in/bomb.csv.gz: it unpacks to more than 64 MB, 200 times its size: it looks like a zip bomb")
                    .hasMessageContaining("in/bomb.zip/物件.csv: it unpacks to more than 64 MB")
                    .hasMessageContaining("in/way.zip/../../物件.csv: the member's name leads out of the archive")
                    .hasMessageContaining("in/drive.zip/C:\\物件.csv: the member's name leads out of the archive")
                    .hasMessageContaining("in/cut.zip: it cannot be unpacked")
                    .hasMessageContaining("in/cut.csv.gz: it is cut off")
                    .hasMessageContaining("in/none.zip: no line with the headings")
                    .hasMessageContaining("in/other.zip: no member of the archive is like '**物件*.csv'")
                    .hasMessageContaining("in/flipped.zip/物件.csv: it cannot be unpacked");
            assertThat(fixture.loaded()).isEqualTo("2:A1 2:B1");
            try (Stream<Path> left = Files.walk(folder)) {
                assertThat(left.filter(Files::isRegularFile)
                                .map(f -> f.getFileName().toString()))
                        .noneMatch(name -> name.startsWith("物件"));
            }
        }
    }

    @Test
    void aNameSaysWhatStandsInEveryRow() {
        var named = "source: named\ndataset: thing\nfiles: ledgers/{named}/{month}*.csv\nslice: [named, month]\n";
        try (var fixture = PullFixture.with(folder, "slice", named)) {
            fixture.put("../ledgers/一号工地/2026年6月台账.csv", "编号\nA1\nA2\n");
            fixture.put("../ledgers/二号工地/202606.CSV", "编号\nB1\n");
            fixture.put("../ledgers/三号工地/2026-06.csv", "编号\nC1\n");
            fixture.put("../ledgers/一号工地/说明.csv", "x");
            fixture.pull();
            assertThat(fixture.values("id || named || month"))
                    .isEqualTo("A1P12026-06-01 A2P12026-06-01 B1P22026-06-01");
            assertThat(fixture.rejects()).isEqualTo("2 named 工地名称不在工地名册中");
            fixture.put("../ledgers/一号工地/2026年6月台账（更正）.csv", "编号\nA2\n");
            fixture.pull();
            assertThat(
                            fixture
                                    .session
                                    .query("select slice from ledger.load where dataset = 'thing' order by load_id")
                                    .stream()
                                    .map(row -> row.text("slice")))
                    .containsExactly(
                            "named/一号工地/2026年6月", "named/三号工地/2026-06", "named/二号工地/202606", "named/一号工地/2026年6月");
            assertThat(fixture.rejects()).isEqualTo("2 named 工地名称不在工地名册中");
        }
    }

    @Test
    void aLargeFileHasTheValuesOfItsNameToo() {
        var named = "source: named\ndataset: thing\nfiles: large/{place}.csv.gz\n";
        var text = new StringBuilder("编号,备注\n");
        for (int i = 0; i < 300_000; i++) {
            text.append('A').append(i).append(",这一行要长一些，文件才够大，才走得上快的路\n");
        }
        try (var fixture = PullFixture.with(folder, "slice", named)) {
            fixture.put("../large/P1.csv.gz", gzip(text.toString()));
            fixture.put("../large/P9.csv.gz", gzip("编号\nB1\n"));
            assertThat(fixture.pull()).extracting(Pull.Loaded::loaded).containsExactly(300_000L, 0L);
            assertThat(fixture.session
                            .one("select count(*) as n from dataset.thing where place = 'P1'")
                            .whole("n"))
                    .isEqualTo(300_000);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(String text) {
        return gzip(utf8(text));
    }

    private static byte[] gzip(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static byte[] zip(Map<String, byte[]> members) {
        return zip(members, StandardCharsets.UTF_8);
    }

    private static byte[] zip(Map<String, byte[]> members, Charset names) {
        var packed = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(packed, names)) {
            for (var member : members.entrySet()) {
                out.putNextEntry(new ZipEntry(member.getKey()));
                out.write(member.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
