package org.tongbao.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.job.SmallCity;
import org.tongbao.run.Period;
import org.tongbao.spec.Problems;

/** Versions of a scheme lie side by side; which one holds, the days in them say. */
class SchemeVersionsTest {

    private static final String NAME = "region-monthly";
    private static final String FIRST = "jobs/rulebook/schemes/region-monthly.yaml";

    @TempDir
    Path folder;

    private String text = "";

    @BeforeEach
    void copy() throws IOException {
        SmallCity.copy(Path.of("jobs/rulebook"), folder.resolve("jobs/rulebook"));
        text = Files.readString(folder.resolve(FIRST)).replaceFirst("version: \\d+\n", "version: 1\n");
        Files.writeString(folder.resolve(FIRST), text);
    }

    @Test
    void eachPeriodIsScoredByTheVersionThatHeldOnItsFirstDay() throws IOException {
        write("@2026-03-15", 2, "from: 2026-03-15");
        write("@2026-07", 3, "from: 2026-07");
        var versions = Rulebook.readForLooking(home()).versions(NAME);
        assertThat(version(versions, "2025-12")).isEqualTo(1);
        assertThat(version(versions, "2026-03")).isEqualTo(1);
        assertThat(version(versions, "2026-04")).isEqualTo(2);
        assertThat(version(versions, "2026-Q2")).isEqualTo(2);
        assertThat(version(versions, "2026-07")).isEqualTo(3);
        assertThat(version(versions, "2026")).isEqualTo(1);
        assertThat(versions.number(2).scheme().from()).hasToString("2026-03-15");
        assertThatThrownBy(() -> versions.number(7))
                .hasMessageContaining("has no version 7")
                .hasMessageContaining("3 (");
    }

    @Test
    void aPeriodThatNoVersionHoldsForIsNotScored() throws IOException {
        write("", 1, "from: 2026-02\nuntil: 2026-06");
        var rulebook = Rulebook.readForLooking(home());
        assertThat(rulebook.scheme(NAME, Period.parse("2026-06")).scheme().until())
                .hasToString("2026-06-30");
        for (var period : List.of("2026-01", "2026-07")) {
            assertThatThrownBy(() -> rulebook.scheme(NAME, Period.parse(period)))
                    .hasMessage("scheme 'region-monthly' does not hold in " + period
                            + ": its versions are 1 (from 2026-02-01 until 2026-06-30, " + FIRST + ")");
        }
    }

    @Test
    void gapsOverlapsAndRepeatedDaysAreMistakesWithTheirLine() throws IOException {
        write("", 3, "from: 2026-01\nuntil: 2026-05");
        write("@2026-07", 3, "from: 2026-07\nuntil: 2026-08-10");
        write("@2026-08", 4, "from: 2026-08");
        write("-again", 5, "from: 2026-08-01");
        write("@2026-11", 6, "from: 2026-10");
        write("@2027-02", 8, "from: 2027-02\nuntil: 2027-01");
        var file = "jobs/rulebook/schemes/region-monthly";
        assertThat(mistakes())
                .containsExactly(
                        file + "-again.yaml:6 holds from 2026-08-01, and the version before still until 2026-08-10 ("
                                + file + "@2026-07.yaml)",
                        file + "@2026-07.yaml:6 no version holds between 2026-05-31 (" + FIRST + ") and 2026-07-01",
                        file + "@2026-07.yaml:6 version 3 holds after version 3 (" + FIRST + "); versions count up",
                        file + "@2026-08.yaml:6 '" + NAME + "' from 2026-08-01 is declared in " + file
                                + "-again.yaml, too; versions need different 'from', such as 'from: 2026-07'",
                        file + "@2026-11.yaml:6 the file's name says that it holds from 2026-11; write 'from: 2026-11',"
                                + " or rename the file",
                        file + "@2027-02.yaml:1 'until' (2027-01-31) is before 'from' (2027-02-01)");
    }

    @Test
    void aDayThatIsNoneIsAMistake() throws IOException {
        write("", 1, "from: 2026-13");
        assertThat(mistakes())
                .containsExactly(FIRST + ":6 '2026-13' is not a month such as 2026-01 or a date such as 2026-01-01");
    }

    private List<String> mistakes() {
        var problems = new Problems();
        Rulebook.read(home(), problems);
        return problems.sorted().stream().map(Object::toString).toList();
    }

    private static int version(SchemeVersions versions, String period) {
        return versions.during(Period.parse(period)).scheme().version();
    }

    private Home home() {
        return new Home(folder, Path.of("sample-data"), Path.of("out"));
    }

    private void write(String suffix, int version, String days) throws IOException {
        Files.writeString(
                folder.resolve("jobs/rulebook/schemes/region-monthly" + suffix + ".yaml"),
                text.replace("version: 1\n", "version: " + version + "\n" + days + "\n"));
    }
}
