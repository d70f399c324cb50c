package org.tongbao.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;

/** Three projects in two regions; visits of June and May. */
class CheckTest {

    private static final Run JUNE = new Run(7, "test", Period.parse("2026-06"), 10);

    @TempDir
    Path folder;

    private final Problems problems = new Problems();
    private final Warehouse warehouse = Warehouse.inMemory();
    private final Session session = warehouse.session();
    private Catalog catalog = new Catalog(new LinkedHashMap<>(), List.of());
    private Subjects subjects = new Subjects(new LinkedHashMap<>());

    @BeforeEach
    void declare() throws IOException {
        var datasets = new LinkedHashMap<String, Dataset>();
        for (var text : List.of(
                "dataset: region\ntitle: 县区\nkey: [region_id]\ncolumns: { region_id: { type: text }, region_name: { type: text } }\n",
                """
                dataset: project
                title: 项目
                key: [project_id]
                expect: { fresh: 40 days }
                columns: { project_id: { type: text }, region_id: { type: text, references: region } }
                """,
                """
                dataset: visit
                title: 检查
                load: slice
                key: [visit_id]
                period: day
                columns: { visit_id: { type: text }, project_id: { type: text, references: project }, day: { type: date } }
                """)) {
            yaml(text).flatMap(Dataset::read).ifPresent(dataset -> datasets.put(dataset.name(), dataset));
        }
        catalog = new Catalog(datasets, List.of());
        subjects = yaml("""
                subjects:
                  project: { title: 项目, table: project, id: project_id, name: project_id, within: { region: region_id } }
                  region:  { title: 县区, table: region, id: region_id, name: region_name }
                """).flatMap(Subjects::read).orElseThrow();
        catalog.define(session);
        load(1, "region", "2026-07-01", "('r1', '东区', 1, 1)", "('r2', '西区', 1, 2)");
        load(2, "project", "2026-07-01", "('p1', 'r1', 2, 1)", "('p2', 'r1', 2, 2)", "('p3', 'r2', 2, 3)");
        load(3, "visit", "2026-07-01", "('v1', 'p1', '2026-05-03', 3, 1)", "('v2', 'p2', '2026-05-04', 3, 2)");
        load(4, "visit", "2026-07-01", "('v3', 'p1', '2026-06-03', 4, 1)", "('v4', 'p1', '2026-06-18', 4, 2)");
        catalog.pin(session, JUNE);
    }

    @AfterEach
    void close() {
        session.close();
        warehouse.close();
    }

    @Test
    void aGateThatHoldsIsOpen() {
        check("visit: { at-least: 2 rows, fresh: 13 days }");
        assertThat(gates()).isEqualTo("visit 2 2 open; visit 2 2 open; project 3 0 open");
    }

    @Test
    void tooFewRowsStopTheRunAndSayHowManyAreMissing() {
        assertThatThrownBy(() -> check("visit: { at-least: 3 rows }"))
                .hasMessage("not complete enough to be scored:\n  检查 (visit): 2 rows in 2026-06; at least 3 needed");
        assertThatThrownBy(() -> check("visit: { at-least: 150% of previous }"))
                .hasMessageEndingWith("检查 (visit): 2 rows in 2026-06, 2 before; at least 150% needed");
        assertThat(gates()).as("the tables stay").startsWith("visit 2 2 stop");
    }

    @Test
    void whatIsOldStopsTheRun() {
        assertThatThrownBy(() -> check("visit: { fresh: 10 days }"))
                .hasMessageEndingWith(
                        "检查 (visit): the newest is of 2026-06-18, more than 10 days before the period's end");
    }

    @Test
    void eachRegionMustHaveReportedAndWhoHasNotIsNamed() {
        assertThatThrownBy(() -> check("visit: { at-least: 80% of project, by: region }"))
                .hasMessage("""
                        not complete enough to be scored:
                          检查 (visit)
                            东区: 1 of 2 in project, at least 80% needed; nothing of p2
                            西区: 0 of 1 in project, at least 80% needed; nothing of p3""");
        assertThat(
                        text(
                                "select subject || ' ' || reported || '/' || expected || ' ' || enough as t from stage.reporting"))
                .isEqualTo("r1 1/2 false; r2 0/1 false");
        assertThat(text("select subject || ' ' || member as t from stage.unreported"))
                .isEqualTo("r1 p2; r2 p3");
    }

    @Test
    void aRunThatMayGoOnMarksTheGaps() {
        check("visit: { at-least: 50% of project, by: region, otherwise: go on }");
        assertThat(gates()).startsWith("visit 2 2 warn");
        assertThat(text("select subject || ' ' || enough as t from stage.reporting"))
                .isEqualTo("r1 true; r2 false");
        check("visit: { at-least: 30% of project }");
        assertThat(
                        text(
                                "select coalesce(subject, 'all') || ' ' || reported || '/' || expected as t from stage.reporting"))
                .as("a repeated check replaces what it found")
                .isEqualTo("all 1/3");
    }

    @Test
    void aRegisterThatWasNotSentForLongIsTold() {
        session.execute("update ledger.load set loaded_at = '2026-05-01' where dataset = 'project'");
        check("visit: { at-least: 1 row }");
        assertThat(gates()).isEqualTo("visit 2 2 open; project 3 0 warn");
    }

    @Test
    void whatAGateCanNotTellIsAMistakeOfItsLine() throws IOException {
        assertThat(mistakes("""
                check:
                  visit: { at-least: lots }
                  region: { at-least: 50% of previous }
                  project: { at-least: 80% of projects }
                """)).isEqualTo("""
                job.yaml:2 'lots' must be like '1 row', '50% of previous' or '80% of active_project'
                job.yaml:3 dataset 'region' has no period, so there is no previous one
                job.yaml:4 unknown dataset or view 'projects', did you mean 'project'?""");
        assertThat(mistakes("""
                check:
                  visit: { at-least: 80% of project, by: regio }
                  region: { at-least: 80% of project, by: region }
                  project: { by: region, otherwise: go n }
                """)).isEqualTo("""
                job.yaml:2 unknown subject 'regio', did you mean 'region'?
                job.yaml:3 dataset 'region' has no column that refers to what 'project' lists
                job.yaml:4 'at-least' or 'fresh' is missing
                job.yaml:4 'by' needs 'at-least' to be like '80% of active_project'
                job.yaml:4 unknown otherwise 'go n', did you mean 'go on'?""");
    }

    private String mistakes(String text) throws IOException {
        var found = new Problems();
        Files.writeString(folder.resolve("job.yaml"), text);
        new SpecFiles(folder, found)
                .yaml(folder.resolve("job.yaml"))
                .ifPresent(block -> Check.verify(Gate.read(block), session, catalog, subjects, found));
        return found.sorted().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    private void check(String gate) {
        try {
            var gates = yaml("check:\n  " + gate + "\n").map(Gate::read).orElseThrow();
            problems.throwIfAny();
            new Check(session, JUNE, catalog, subjects).check(gates, Progress.NONE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String gates() {
        return text("select dataset || ' ' || rows || ' ' || previous_rows || ' ' || outcome as t from stage.gate");
    }

    private String text(String sql) {
        return session.query(sql).stream().map(row -> row.text("t")).collect(Collectors.joining("; "));
    }

    private java.util.Optional<org.tongbao.spec.Block> yaml(String text) throws IOException {
        var file = Files.writeString(folder.resolve("spec.yaml"), text);
        return new SpecFiles(folder, problems).yaml(file);
    }

    private void load(long number, String dataset, String day, String... rows) {
        session.execute("insert into dataset." + dataset + " values " + String.join(", ", rows));
        session.sql(
                        "insert into ledger.load values (:load_id, :dataset, 's', 'f' || :load_id, 'f' || :load_id, '', :rows_read, :rows_read, 0, cast(:loaded_at as timestamp), null)")
                .param("load_id", number)
                .param("dataset", dataset)
                .param("rows_read", rows.length)
                .param("loaded_at", day)
                .execute();
    }
}
