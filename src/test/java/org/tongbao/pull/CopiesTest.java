package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corrected copies beside or instead of the original, and files and patterns that have nobody. */
class CopiesTest {

    private static final String LEDGER = """
            dataset: hazard
            title: 隐患台账
            load: slice
            key: [id]
            source: { files: "台账/隐患_*.csv" }
            columns:
              id: { type: text, title: 编号, required: true }
              v:  { type: number, title: 数值 }
            """;

    private static final String OLD = "编号,数值\nA,2\nB,3\nC,4\n";
    private static final String CORRECTED = "编号,数值\nA,200\nB,3\n";

    @TempDir
    Path folder;

    private ArrivingFiles files;

    @BeforeEach
    void open() {
        files = new ArrivingFiles(folder).declare(LEDGER);
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void ofTwoFilesWithTheSameKeysItIsSaidWhichCounts() {
        files.put("台账/隐患_06 - 副本.csv", OLD);
        files.put("台账/隐患_06（修改）.csv", CORRECTED);
        assertThat(files.pull().get(1).notes())
                .containsExactly(
                        "2 of its rows are in 台账/隐患_06 - 副本.csv, too, which counts; if this file is the right one,"
                                + " remove that one and pull again");
        assertThat(files.told()).contains("台账/隐患_06（修改）.csv: 2 of its rows are in");
        assertThat(values()).isEqualTo("A2 B3 C4");
        files.put("台账/隐患_07.csv", "编号,数值\nC,9\nD,9\n");
        assertThat(files.pull().get(2).notes())
                .singleElement()
                .asString()
                .startsWith("1 of its rows are in 台账/隐患_06 - 副本");
    }

    @Test
    void aFileThatLostAgainstAnotherIsReadAgainWhenThatIsGone() {
        files.put("台账/隐患_06 - 副本.csv", OLD);
        files.put("台账/隐患_06（修改）.csv", CORRECTED);
        files.pull();
        assertThat(files.pull()).allMatch(loaded -> loaded.load() == 0);
        files.delete("台账/隐患_06 - 副本.csv");
        assertThat(files.pull().get(0).notes())
                .containsExactly("takes the place of 台账/隐患_06 - 副本.csv (load 1), which is no longer there");
        assertThat(values()).isEqualTo("A200 B3");
        assertThat(files.pull()).allMatch(loaded -> loaded.load() == 0);
    }

    @Test
    void aCorrectedFileOfAnotherNameTakesThePlaceOfTheOriginalThatIsGone() {
        files.put("台账/隐患_06.csv", OLD);
        files.pull();
        files.delete("台账/隐患_06.csv");
        files.put("台账/隐患_06（修改）.csv", CORRECTED);
        files.pull();
        assertThat(values()).isEqualTo("A200 B3");
        assertThat(files.rejects()).isEmpty();
    }

    @Test
    void aFileWithFewRowsOfOneThatIsGoneDoesNotTakeItsPlace() {
        files.put("台账/隐患_06.csv", OLD);
        files.pull();
        files.delete("台账/隐患_06.csv");
        files.put("台账/隐患_07.csv", "编号,数值\nA,9\nD,9\n");
        files.pull();
        assertThat(values()).isEqualTo("A2 B3 C4 D9");
        assertThat(files.rejects()).isEqualTo("2 id 已在其他批次中报送");
    }

    @Test
    void aLargeFileTakesThePlaceOfTheOneThatIsGoneToo() {
        var rows = new StringBuilder("编号,数值,备注\n");
        for (int i = 100_000; i < 500_000; i++) {
            rows.append("A").append(i).append(",1,这一行要长一些，文件才够大\n");
        }
        files.put("台账/隐患_06.csv", rows.toString());
        files.pull();
        files.delete("台账/隐患_06.csv");
        files.put("台账/隐患_06（修改）.csv", rows + "A1,2,\n");
        files.pull();
        assertThat(files.session.query("select * from ledger.large")).hasSize(2);
        assertThat(files.rejects()).isEmpty();
        assertThat(files.session
                        .one("select count(*) as n from (" + files.catalog().rows("hazard", 9) + ")")
                        .whole("n"))
                .isEqualTo(400_001);
    }

    @Test
    void ofSeveralFilesOfWhichEachIsAllTheLastByNameCountsAndTheOthersWhenItIsGone() {
        files.declare("""
                dataset: site
                title: 名册
                key: [id]
                source: { files: "名册*.csv" }
                columns:
                  id: { type: text, title: 编号, required: true }
                """);
        files.put("名册（修改）.csv", "编号\nS2\n");
        files.put("名册 - 副本.csv", "编号\nS1\n");
        assertThat(files.pull().get(0).notes())
                .containsExactly("名册（修改）.csv counts in its place, the last by name: each file holds all");
        assertThat(files.values("site", "id")).isEqualTo("S2");
        files.delete("名册（修改）.csv");
        files.pull();
        assertThat(files.values("site", "id")).isEqualTo("S1");
    }

    @Test
    void sourcesWithoutAFileAndFilesWithoutASourceAreTold() {
        files.declare("source: other\ndataset: hazard\nfiles: 别的/*.csv\n");
        files.put("台账/隐患_06.csv", OLD);
        files.put("台账/隐患-07.csv", OLD);
        files.put("说明.txt", "x");
        files.put("bureau.yaml", "x");
        files.put("regions.geojson", "x");
        files.put("台账/.DS_Store", "x");
        files.put("台账/Thumbs.db", "x");
        files.put("台账/~$隐患_06.csv", "x");
        files.pull();
        assertThat(files.told())
                .contains("no file for 1 sources: other (别的/*.csv)\n")
                .contains("2 files that no source reads: 台账/隐患-07.csv (is it 台账/隐患_*.csv?), 说明.txt\n");
    }

    private String values() {
        return files.values("hazard", "id || cast(v as integer)");
    }
}
