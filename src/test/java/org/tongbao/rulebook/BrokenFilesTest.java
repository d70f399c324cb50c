package org.tongbao.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongbao.home.Home;
import org.tongbao.spec.Problems;

/**
 * The shipped rulebook with files broken in it: one mistake, one line, where it stands; what only follows from it is
 * silent, and what does not is told in the same go. Reading the rulebook takes a second, so mistakes that have nothing to
 * do with each other are made together.
 */
class BrokenFilesTest {

    private static final String VIEW = "jobs/rulebook/views/project_in_period.sql";
    private static final String DATASET = "jobs/rulebook/datasets/hazard.yaml";
    private static final String RULES = "jobs/rulebook/rules/";
    private static final String JOB = "jobs/monthly-ranking/job.yaml";
    private static final String RANKING = "report-templates/monthly-ranking/";

    @TempDir
    static Path home;

    private final LinkedHashMap<Path, byte[]> sound = new LinkedHashMap<>();

    @BeforeAll
    static void copy() throws IOException {
        for (var folder : List.of("jobs", "report-templates")) {
            try (var files = Files.walk(Path.of(folder))) {
                for (var file : files.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().endsWith(".ttf")) // only their bytes would be read, each time
                        .toList()) {
                    var copy = home.resolve(file.toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    @BeforeAll
    static void sayWhoTheBureauIs() throws IOException {
        Files.createDirectories(home.resolve("sample-data"));
        for (var file : List.of("sample-data/bureau.yaml", "sample-data/regions.geojson")) {
            Files.copy(Path.of(file), home.resolve(file));
        }
    }

    @AfterEach
    void mend() throws IOException {
        for (var file : sound.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
        sound.clear();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from project as p      | from projct as p      | :17 unknown dataset or view 'projct', did you mean 'project'? (",
                "select\\n    s.*       | selct\\n    s.*       | :20 Parser Error: syntax error at or near \"selct\" (",
                "p.state = '竣工') as finished, | p.stat = '竣工') as finished, | :11 Binder Error: Table \"p\" does not have a column named \"stat\", did you mean 'state'? (",
            })
    void oneLetterInAViewIsOneMistakeInItsFile(String from, String to, String mistake) throws IOException {
        change(VIEW, from.replace("\\n", "\n"), to.replace("\\n", "\n"));
        assertThat(mistakes())
                .singleElement()
                .asString()
                .startsWith(VIEW + mistake)
                .endsWith(" files depend on it)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "title: 隐患台账               | title：隐患台账            | :2 a colon of full width; write 'title: 隐患台账' (",
                "'{ type: date, title: 整改期限' | '{ type：date, title: 整改期限' | :15 'type：date' holds a colon of full width; write 'type: date' (",
            })
    void aColonOfFullWidthInADatasetIsOneMistake(String from, String to, String mistake) throws IOException {
        change(DATASET, from, to);
        assertThat(mistakes())
                .singleElement()
                .asString()
                .startsWith(DATASET + mistake)
                .endsWith(" files depend on it)");
    }

    @Test
    void aColumnThatManyMissIsTheMistakeOfWhatShouldGiveIt() throws IOException {
        change(VIEW, " as active", " as actve");
        change(DATASET, "  due_on: ", "  due_o: ");
        change(RANKING + "data/ranking-chart.sql", "    region.region_name,", "    region.region_name as regon_name,");
        expect(
                DATASET + ":15 there is no column 'due_on', which is asked for in " + RULES,
                VIEW + ":29 there is no column 'active', which is asked for in ",
                RANKING + "data/ranking-chart.sql:2 there is no column 'region_name', which is asked for in ");
    }

    @Test
    void aWordThatTwoFilesHaveWrongIsTheirMistake() throws IOException {
        change("jobs/rulebook/sources/readings-dust-noise.yaml", "value:", "valu:");
        change(RULES + "隐患/hazard_on_time.sql", "due_on", "due_onn");
        expect(
                RULES + "隐患/hazard_on_time.sql:14 Binder Error: Referenced column \"due_onn\" not found",
                "jobs/rulebook/sources/readings-dust-noise.yaml:8 unknown column 'valu', did you mean 'value'?");
    }

    @Test
    void aWordThatOneFileHasWrongInSeveralLinesIsOneMistake() throws IOException {
        for (int column = 0; column < 4; column++) {
            change("jobs/rulebook/datasets/stop_order.yaml", "required:", "requierd:");
        }
        expect(
                "jobs/rulebook/datasets/stop_order.yaml:10 unknown key 'requierd', did you mean 'required'?; also in lines"
                        + " 11, 15, 19 (");
    }

    @Test
    void aMistakeInADatasetHidesNoOtherOfItsColumns() throws IOException {
        change("jobs/rulebook/datasets/stop_order.yaml", "type: uscc", "type: usc");
        change("jobs/rulebook/datasets/stop_order.yaml", "references: project", "references: projct");
        expect(
                "jobs/rulebook/datasets/stop_order.yaml:11 unknown dataset 'projct', did you mean 'project'?",
                "jobs/rulebook/datasets/stop_order.yaml:12 unknown type 'usc', did you mean 'uscc'?");
    }

    @Test
    void filesThatCanNotBeReadAreNotMissedElsewhere() throws IOException {
        change("jobs/rulebook/sources/readings-dust-noise.yaml", "dataset: ", "dataset：");
        change("jobs/rulebook/calendar.yaml", "years: ", "years：");
        change("jobs/rulebook/basis.csv", "R036,", "R036;");
        change("jobs/rulebook/schemes/region-monthly.yaml", "scheme: ", "scheme：");
        change("jobs/rulebook/ladders/differentiated-supervision.yaml", "ladder: ", "laddr: ");
        change(RULES + "隐患/hazard_on_time.sql", "subject: ", "subject：");
        change(RULES + "隐患/overdue_major_hazard.sql", "subject: ", "subjct: ");
        change("jobs/rulebook/views/jgj59_summary.sql", "from totals", "frm totals");
        change("jobs/rulebook/datasets/exam_result.yaml", "type: ", "type：");
        change(RANKING + "data/trend.sql", "select", "selct");
        change("report-templates/monthly-region/bulletin.yaml", "bulletin: ", "bulletin：");
        change("report-templates/shared/macros.ftlh", "<#macro", "<#mcro");
        change("sample-data/regions.geojson", "{", "[");
        Files.write(changed("report-templates/shared/data/scheme.sql"), new byte[] {(byte) 0xff, 0});
        change("jobs/year-end/job.yaml", "job: ", "job：");
        expect(
                "jobs/rulebook/basis.csv:37 expected 9 values, found 8",
                "jobs/rulebook/calendar.yaml:4 a colon of full width; write 'years: [2025, 2026]'",
                "jobs/rulebook/datasets/exam_result.yaml:",
                RULES + "隐患/overdue_major_hazard.sql:3 unknown key 'subjct', did you mean 'subject'?",
                RULES + "隐患/hazard_on_time.sql:1 'subject' is missing",
                "jobs/rulebook/ladders/differentiated-supervision.yaml:9 unknown key 'laddr', did you mean 'ladder'?",
                "jobs/rulebook/schemes/region-monthly.yaml:3 a colon of full width; write 'scheme: region-monthly'",
                "jobs/rulebook/sources/readings-dust-noise.yaml:2 a colon of full width; write 'dataset: reading'",
                "jobs/rulebook/views/jgj59_summary.sql:",
                "jobs/year-end/job.yaml:",
                RANKING + "data/trend.sql:3 Parser Error: syntax error",
                "report-templates/monthly-region/bulletin.yaml:",
                "report-templates/shared/data/scheme.sql:1 must be saved as UTF-8",
                "report-templates/shared/macros.ftlh:",
                "sample-data/regions.geojson:1 cannot be read: ");
    }

    @Test
    void aFileThatIsGoneIsMissedOnce() throws IOException {
        delete(DATASET);
        delete("jobs/rulebook/views/jgj59_summary.sql");
        delete("jobs/rulebook/calendar.yaml");
        delete("jobs/rulebook/basis.csv");
        delete("jobs/rulebook/schemes/project-monthly.yaml");
        delete("jobs/rulebook/ladders/licence-suspension.yaml");
        delete(RULES + "事故/accidents.sql");
        delete(RULES + "差别化监管/fatal_accident_unlisted.sql");
        delete(RANKING + "data/trend.sql");
        delete(RANKING + "page.ftlh");
        delete("report-templates/monthly-classes/bulletin.yaml");
        delete("report-templates/shared/data/scheme.sql");
        delete("sample-data/regions.geojson");
        expect(
                "jobs/action-summary/job.yaml:8 unknown dataset 'hazard'",
                JOB + ":13 unknown scheme 'project-monthly'",
                JOB + ":15 unknown ladder 'licence-suspension'",
                JOB + ":29 unknown bulletin 'monthly-classes'",
                "jobs/rulebook/schemes/enterprise-quarterly.yaml:26 unknown indicator 'accidents'",
                "jobs/rulebook/basis.csv:1 the clauses are missing that rules rest on",
                "jobs/rulebook/calendar.yaml:1 is missing",
                "jobs/rulebook/views/inspection_score.sql:4 unknown dataset or view 'jgj59_summary'",
                "jobs/rulebook/ladders/differentiated-supervision.yaml:22 unknown finding 'fatal_accident_unlisted'",
                RANKING + "bulletin.yaml:5 unknown shared query 'scheme'",
                RANKING + "bulletin.yaml:8 template report-templates/monthly-ranking/page.ftlh cannot be read",
                "sample-data/bureau.yaml:17 there is no file of outlines 'sample-data/regions.geojson'",
                RANKING + "bulletin.yaml:51 unknown data query 'trend'");
    }

    @Test
    void namesThatAreWrongWhereTheyAreDeclaredAreOneMistake() throws IOException {
        change("jobs/rulebook/datasets/hazard.yaml", "  hazard_id: ", "  hazard_d: ");
        change("jobs/rulebook/datasets/attendance.yaml", "columns:", "colums:");
        change("jobs/rulebook/datasets/inspection.yaml", "type: date", "type: dat");
        change("jobs/rulebook/subjects.yaml", "id: project_id", "id: projct_id");
        change(RULES + "事故/fatalities.sql", "indicator: fatalities", "indicator: fatalites");
        change(RULES + "事故/accidents.sql", " as numerator", " as numeratr");
        change("jobs/rulebook/schemes/project-monthly.yaml", "indicators:", "indicatrs:");
        change("jobs/rulebook/schemes/region-monthly.yaml", "scheme: region-monthly", "scheme: region-montly");
        change(JOB, "score: [project-monthly", "score: [project-montly");
        expect(
                JOB + ":13 unknown scheme 'project-montly', did you mean 'project-monthly'?",
                JOB + ":13 unknown scheme 'region-monthly', did you mean 'region-montly'?; also asked for in ",
                "jobs/rulebook/datasets/attendance.yaml:9 unknown key 'colums', did you mean 'columns'?",
                "jobs/rulebook/datasets/hazard.yaml:4 unknown column 'hazard_id', did you mean 'hazard_d'?",
                "jobs/rulebook/datasets/inspection.yaml:",
                RULES + "事故/accidents.sql:10 unknown column 'numeratr', did you mean 'numerator'?",
                RULES + "事故/fatalities.sql:2 indicator 'fatalites' must stand in a file fatalites.sql",
                "jobs/rulebook/schemes/project-monthly.yaml:25 unknown key 'indicatrs', did you mean 'indicators'?",
                "jobs/rulebook/subjects.yaml:4 Binder Error: Referenced column \"projct_id\" not found");
    }

    @Test
    void viewsThatReadEachOtherAreOneMistakeAndWhatDependsOnThemIsJudgedAsFarAsItCanBe() throws IOException {
        change(VIEW, "from project as p", "from active_project as p");
        change("jobs/rulebook/views/city.sql", "from region", "from city");
        delete("jobs/rulebook/subjects.yaml");
        change(RULES + "隐患/hazard_on_time.sql", "basis:     R", "basis:     R9");
        change(RULES + "隐患/hazard_closure.sql", "from evidence", "from evdence");
        change(RULES + "隐患/hazard_unclosed.sql", "select", "selct");
        change(RULES + "监督检查/active_projects.sql", "kind: ", "kid: ");
        change(JOB, "hazard:  ", "hazrd:  ");
        change(JOB, "of active_project", "of activ_project");
        expect(
                JOB + ":8 unknown dataset 'hazrd', did you mean 'hazard'?",
                RULES + "隐患/hazard_unclosed.sql:7 Parser Error: syntax error",
                RULES + "监督检查/active_projects.sql:6 unknown key 'kid', did you mean 'kind'?",
                RULES + "隐患/hazard_closure.sql:31 unknown dataset or view 'evdence', did you mean 'evidence'?",
                RULES + "隐患/hazard_on_time.sql:7 unknown basis 'R9036'",
                "jobs/rulebook/subjects.yaml:1 is missing",
                "jobs/rulebook/views/active_project.sql:3 views read each other in a circle:"
                        + " active_project -> project_in_period -> active_project (",
                "jobs/rulebook/views/city.sql:3 the view reads itself (");
    }

    /** As many mistakes as these, each beginning so; they are told in the order of files. */
    private void expect(String... beginnings) {
        var inOrder = Stream.of(beginnings)
                .sorted(Comparator.comparing(beginning -> beginning.substring(0, beginning.indexOf(':'))))
                .toList();
        assertThat(mistakes())
                .zipSatisfy(inOrder, (mistake, beginning) -> assertThat(mistake).startsWith(beginning));
    }

    private List<String> mistakes() {
        var problems = new Problems();
        Rulebook.read(Home.at(home), problems);
        return problems.sorted().stream().map(Object::toString).toList();
    }

    private void change(String file, String from, String to) throws IOException {
        var text = Files.readString(changed(file));
        assertThat(text).as(file).contains(from);
        int at = text.indexOf(from);
        Files.writeString(home.resolve(file), text.substring(0, at) + to + text.substring(at + from.length()));
    }

    private void delete(String file) throws IOException {
        Files.delete(changed(file));
    }

    private Path changed(String file) throws IOException {
        var path = home.resolve(file);
        if (!sound.containsKey(path)) {
            sound.put(path, Files.readAllBytes(path));
        }
        return path;
    }
}
