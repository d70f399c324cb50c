package org.tongbao.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.Conformance;
import org.tongbao.cli.Processes;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.issue.Chain;
import org.tongbao.issue.DocumentNumber;
import org.tongbao.issue.Register;
import org.tongbao.issue.Register.Act;
import org.tongbao.issue.Register.Issued;
import org.tongbao.issue.Verification.Outcome;
import org.tongbao.job.ManyCopies;
import org.tongbao.job.Runner;
import org.tongbao.job.SmallCity;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Actor;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.WarehouseException;
import org.tongbao.warehouse.ledger.RunLedger;

/** What is issued: once, by three people, kept so that nothing can be changed afterwards unseen. */
class IssuingTest {

    private static final Period JUNE = Period.parse("2026-06");
    private static final LocalDate THIRD = LocalDate.of(2026, 7, 3);
    private static final DocumentNumber FIRST = DocumentNumber.parse("虚构〔2026〕1号");
    private static final Actor ZHANG = new Actor("zhang", "desk2");
    private static final Actor LI = new Actor("li", "desk3");
    private static final Actor DRAFTER = Actor.ofProcess();

    @TempDir
    static Path prepared;

    @TempDir
    Path folder;

    @BeforeAll
    static void run() throws Exception {
        ManyCopies.in(prepared, 3);
        SmallCity.copy(Path.of("report-templates/withdrawal"), prepared.resolve("report-templates/withdrawal"));
        var notice = prepared.resolve("report-templates/withdrawal/bulletin.yaml");
        Files.writeString(
                notice,
                Files.readString(notice)
                        .replaceAll("concerns:.*\n", "")
                        .replaceAll(
                                "letterhead:[\\s\\S]*",
                                "letterhead: { mark: 虚构局, office: 虚构局, code: 虚构, to: 各工地, copies: \"\" }\n"));
        try (var operations = Operations.open(Operations.Address.file(prepared.resolve("var")))) {
            ManyCopies.run(prepared, operations);
        }
    }

    @BeforeEach
    void copy() {
        SmallCity.copy(prepared, folder.resolve("home"));
    }

    /** What is open of the test's home. */
    private record Office(Path root, Warehouse warehouse) {

        Home home() {
            var problems = new Problems();
            var home = Home.at(root, Settings.read(root, Map.of(), problems));
            problems.throwIfAny();
            return home;
        }

        Rulebook rulebook() {
            return Rulebook.readForLooking(home());
        }

        Release by(Actor actor) {
            return new Release(home(), rulebook(), warehouse, actor, ManyCopies.CLOCK);
        }

        List<Issued> issued() {
            by(ZHANG).check(rulebook().job("copies"), JUNE, "");
            by(LI).approve(rulebook().job("copies"), JUNE, "", "");
            return by(LI).issue(rulebook().job("copies"), JUNE, "", THIRD);
        }

        /** Computes June again. */
        Run again(Steps until) {
            try (var runner = new Runner(home(), rulebook(), warehouse, ManyCopies.CLOCK)) {
                return runner.run(rulebook().job("copies"), JUNE, until, Progress.NONE);
            }
        }

        long rows(String table) {
            try (var session = warehouse.session()) {
                return session.one("select count(*) as n from " + table).whole("n");
            }
        }

        void change(String sql) {
            try (var session = warehouse.session()) {
                session.execute(sql);
            }
        }

        Chain.Verified chain(String head) {
            return by(ZHANG).chain(head);
        }
    }

    private interface Work {
        void in(Office office) throws Exception;
    }

    private void inOffice(Work work) throws Exception {
        try (var warehouse = ManyCopies.warehouse(folder.resolve("home"))) {
            work.in(new Office(folder.resolve("home"), warehouse));
        }
    }

    private static org.tongbao.rulebook.Job job(Office office) {
        return office.rulebook().job("copies");
    }

    @Test
    void whatIsIssuedIsFinalAndARefusalSaysWhatToDo() throws Exception {
        inOffice(office -> {
            var issued = office.issued();
            assertThat(issued).extracting(Issued::number).containsOnly(FIRST);
            var frozen = Files.readAllBytes(file(office, issued.get(0)));
            for (Runnable again : List.<Runnable>of(
                    () -> office.by(ZHANG).look(job(office), JUNE),
                    () -> office.by(ZHANG).check(job(office), JUNE, ""),
                    () -> office.by(LI).approve(job(office), JUNE, "", ""),
                    () -> office.by(LI).sendBack(job(office), JUNE, "", "why"),
                    () -> office.by(LI).issue(job(office), JUNE, "", THIRD.plusDays(1)))) {
                assertThatThrownBy(again::run)
                        .hasMessageContaining("what is issued is final")
                        .hasMessageContaining("虚构〔2026〕1号")
                        .hasMessageContaining("tongbao release deliver copies --period 2026-06")
                        .hasMessageContaining("tongbao restate copies --period 2026-06");
            }
            office.again(Steps.DELIVER);
            assertThatThrownBy(() -> office.by(ZHANG).check(job(office), JUNE, ""))
                    .as("another run is no second circular")
                    .hasMessageContaining("tongbao release replace copies --period 2026-06");
            assertThat(Files.readAllBytes(file(office, issued.get(0)))).isEqualTo(frozen);
            assertThat(office.rows("ledger.issue")).isEqualTo(issued.size());
        });
    }

    private static Path file(Office office, Issued issued) {
        return office.home().issued().resolve(issued.folder()).resolve(issued.file());
    }

    @Test
    void whatFailsInTheRegisterLeavesNoNumberAndTheNextAttemptGivesTheSame() throws Exception {
        inOffice(office -> {
            office.by(ZHANG).check(job(office), JUNE, "");
            office.by(LI).approve(job(office), JUNE, "", "");
            // The last statement of the transaction fails, as if the process had been killed before it.
            office.change("insert into ledger.release select run, turn + 2, act, who, note, done_at, host, said, alone,"
                    + " manifest, 1000, previous, hash from ledger.release where act = 'approved'");
            office.change("update ledger.release set entry = null where entry = 1000");
            assertThatThrownBy(() -> office.by(LI).issue(job(office), JUNE, "", THIRD))
                    .isInstanceOf(WarehouseException.class);
            assertThat(office.rows("ledger.issue")).isZero();
            assertThat(office.rows("stage.artifact where state = 'issued'")).isZero();
            assertThat(office.home().issued().resolve("copies/2026-06-1")).isDirectory();
            office.change("delete from ledger.release where entry is null");
            var issued = office.by(LI).issue(job(office), JUNE, "", THIRD);
            assertThat(issued).extracting(Issued::number).containsOnly(FIRST);
            assertThat(office.by(ZHANG).verify(office.home().issued().resolve("copies/2026-06-1")))
                    .allMatch(Release.Verified::isSound);
        });
    }

    @Test
    void aHigherNumberIsNotDatedBeforeALowerOne() throws Exception {
        inOffice(office -> {
            office.issued();
            office.again(Steps.DELIVER);
            office.by(DRAFTER).replace(job(office), JUNE, "", "考核对象有误");
            office.by(ZHANG).check(job(office), JUNE, "");
            office.by(LI).approve(job(office), JUNE, "", "");
            assertThatThrownBy(() -> office.by(LI).issue(job(office), JUNE, "", THIRD.minusDays(1)))
                    .hasMessageContaining("虚构〔2026〕2号 can't be dated 2026-07-02")
                    .hasMessageContaining("虚构〔2026〕1号, a lower number, is dated 2026-07-03");
            assertThat(office.by(LI).issue(job(office), JUNE, "", THIRD)).isNotEmpty();
        });
    }

    @Test
    void nobodyDoesTwoPartsOfADocumentUnlessTheOfficeIsOfOneAndTheRegisterShowsIt() throws Exception {
        inOffice(office -> {
            assertThatThrownBy(() -> office.by(DRAFTER).check(job(office), JUNE, ""))
                    .hasMessageContaining(DRAFTER.user() + " has drafted this document")
                    .hasMessageContaining("release.one-person: yes in tongbao.yaml");
            assertThat(office.by(DRAFTER).look(job(office), JUNE).isClear()).isTrue();
            office.by(ZHANG).check(job(office), JUNE, "张统计");
            assertThatThrownBy(() -> office.by(ZHANG).approve(job(office), JUNE, "", ""))
                    .hasMessageContaining("zhang has checked this document");
            assertThatThrownBy(() -> office.by(DRAFTER).approve(job(office), JUNE, "", ""))
                    .hasMessageContaining("has drafted");
            office.by(LI).approve(job(office), JUNE, "", "");
            assertThatThrownBy(() -> office.by(ZHANG).issue(job(office), JUNE, "", THIRD))
                    .hasMessageContaining("zhang has checked this document");
            Files.writeString(office.root().resolve("tongbao.yaml"), "release.one-person: yes\n");
            office.by(ZHANG).issue(job(office), JUNE, "", THIRD);
            var acts = office.by(ZHANG).register().acts();
            assertThat(acts)
                    .extracting(Register.Entry::act, Register.Entry::who, Register.Entry::host, Register.Entry::alone)
                    .containsExactly(
                            tuple(Act.DRAFTED, DRAFTER.user(), DRAFTER.host(), false),
                            tuple(Act.CHECKED, "zhang", "desk2", false),
                            tuple(Act.APPROVED, "li", "desk3", false),
                            tuple(Act.ISSUED, "zhang", "desk2", true));
            assertThat(acts.get(1).said()).isEqualTo("张统计");
            assertThat(acts).extracting(Register.Entry::at).containsOnly(LocalDateTime.now(ManyCopies.CLOCK));
        });
    }

    /** What the system is asked to do can be seen from outside only. */
    @Test
    void whatIsIssuedIsOnTheDiskBeforeTheRegisterSaysSo() throws Exception {
        var strace = Path.of("/usr/bin/strace");
        assumeTrue(Files.isExecutable(strace));
        inOffice(office -> {
            office.by(ZHANG).check(job(office), JUNE, "");
            office.by(LI).approve(job(office), JUNE, "", "");
        });
        var home = folder.resolve("home");
        Files.writeString(home.resolve("tongbao.yaml"), "release: { one-person: yes }\n");
        var log = folder.resolve("calls");
        var watched =
                List.of(strace.toString(), "-f", "-y", "-e", "trace=fsync,fdatasync,pwrite64", "-o", log.toString());
        var issue = Processes.start(
                watched, home, List.of(), "release", "issue", "copies", "--period", "2026-06", "--date", "2026-07-03");
        var said = new String(issue.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(issue.waitFor() == 0, said); // where no process may watch another
        var calls = Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.contains("sync(") || line.contains("warehouse.duckdb.wal"))
                .map(line -> line.contains("out/issued/copies") ? "issued" : line.contains(".wal") ? "register" : "")
                .filter(call -> !call.isEmpty())
                .toList();
        assertThat(calls.lastIndexOf("issued")).isLessThan(calls.indexOf("register"));
        assertThat(calls)
                .filteredOn("issued"::equals)
                .as("three pages, workbooks, the manifest, folders")
                .hasSizeGreaterThan(8);
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }

    @Test
    void partsCanBeGivenToUsersInTheFileAndNotByWhoeverTypes() throws Exception {
        inOffice(office -> {
            Files.writeString(
                    office.root().resolve("tongbao.yaml"), "release: { checkers: \"wu, zhao\", issuers: li }\n");
            assertThatThrownBy(() -> office.by(ZHANG).check(job(office), JUNE, ""))
                    .hasMessageContaining("zhang may not do this")
                    .hasMessageContaining("release.checkers: wu，zhao");
            office.by(new Actor("wu", "desk5")).check(job(office), JUNE, "");
            assertThatThrownBy(() -> office.by(ZHANG).approve(job(office), JUNE, "", ""))
                    .hasMessageContaining("zhang may not do this")
                    .hasMessageContaining("release.issuers: li");
            office.by(LI).approve(job(office), JUNE, "", "");
            Files.writeString(office.root().resolve("tongbao.yaml"), "release: { drafters: qian }\n");
            assertThatThrownBy(() -> office.by(LI).issue(job(office), JUNE, "", THIRD))
                    .as("drafted by somebody who may not")
                    .hasMessageContaining(DRAFTER.user() + " may not do this")
                    .hasMessageContaining("release.drafters: qian");
        });
        var problems = new Problems();
        Settings.read(folder, Map.of("TONGBAO_RELEASE_ONE_PERSON", "yes"), problems);
        assertThat(problems.sorted()).singleElement().asString().contains("TONGBAO_RELEASE_ONE_PERSON");
    }

    @Test
    void anEntryThatIsChangedTakenOutOrEnteredTwiceIsSeen() throws Exception {
        inOffice(office -> {
            office.issued();
            var head = office.chain("").head();
            assertThat(office.chain(head.substring(0, 12)))
                    .matches(chain -> chain.isWhole() && chain.known() && chain.entries() == 10);
            for (var table : List.of("release", "issue")) {
                assertThatThrownBy(() -> office.change("insert into ledger." + table
                                + " select * replace (entry + 1000 as entry) from ledger." + table))
                        .as("the ledger has a key")
                        .isInstanceOf(WarehouseException.class)
                        .hasMessageContaining("uplicate key");
            }
            office.change("update ledger.release set who = 'wang' where act = 'approved'");
            assertThat(office.chain(head)).matches(chain -> chain.broken() == 3);
            office.change("update ledger.release set who = 'li' where act = 'approved'");
            assertThat(office.chain(head).isWhole()).isTrue();
            office.change("update ledger.issue set issued_on = date '2026-07-01' where entry = 6");
            assertThat(office.chain(head).broken()).isEqualTo(6);
            office.change("update ledger.issue set issued_on = date '2026-07-03' where entry = 6");
            office.change("delete from ledger.release where entry = (select max(entry) from ledger.release)");
            assertThat(office.chain(head))
                    .as("what was cut off at the end is missed by whoever kept the head")
                    .matches(chain -> chain.isWhole() && !chain.known());
        });
    }

    @Test
    void theRunsReportBearsTheHeadOfTheChain() throws Exception {
        inOffice(office -> {
            office.issued();
            office.again(Steps.DELIVER);
            assertThat(folder.resolve("home/out/reports/copies-2026-06-run-2.txt"))
                    .content()
                    .contains("【登记簿】登记链的链首：" + office.chain("").head());
        });
    }

    @Test
    void aForgedPageIsSeenEvenIfTheManifestBesideItSaysTheSame() throws Exception {
        inOffice(office -> {
            var issued = office.issued();
            var copy =
                    SmallCity.copy(office.home().issued().resolve(issued.get(0).folder()), folder.resolve("copy"));
            var page = copy.resolve(issued.get(0).file());
            var manifest = copy.resolve("manifest.json");
            assertThat(office.by(ZHANG).verify(copy)).hasSize(7).allMatch(Release.Verified::isSound);
            assertThat(page.toFile().setWritable(true) && manifest.toFile().setWritable(true))
                    .isTrue();
            Files.write(
                    page,
                    (Files.readString(page, StandardCharsets.ISO_8859_1) + "%").getBytes(StandardCharsets.ISO_8859_1));
            Files.writeString(
                    manifest,
                    Files.readString(manifest)
                            .replace(issued.get(0).sha256(), DigestUtils.sha256Hex(Files.readAllBytes(page))));
            assertThat(office.by(ZHANG).verify(copy))
                    .filteredOn(file -> !file.isSound())
                    .extracting(file -> file.file().file(), file -> file.file().outcome())
                    .containsExactly(
                            tuple("manifest.json", Outcome.CHANGED),
                            tuple(issued.get(0).file(), Outcome.CHANGED));
            assertThat(office.by(ZHANG).verify(page))
                    .singleElement()
                    .matches(file -> file.file().outcome() == Outcome.CHANGED
                            && file.file().number().equals(FIRST.toString()));
            var sent = Files.copy(file(office, issued.get(2)), folder.resolve("虚构〔2026〕1号 告知单.pdf"));
            assertThat(office.by(ZHANG).verify(sent))
                    .as("a copy under another name")
                    .singleElement()
                    .matches(file -> file.isSound() && file.file().number().equals(FIRST.toString()));
            assertThatThrownBy(() -> office.by(ZHANG).verify(Files.createDirectory(folder.resolve("nothing"))))
                    .hasMessageContaining("knows none of the files");
        });
    }

    @Test
    void draftsAreStillThoseThatWereMadeAfterTheyHaveBeenIssued() throws Exception {
        inOffice(office -> {
            var issued = office.issued();
            var drafts = office.home().archive().resolve("copies/2026-06");
            assertThat(office.by(ZHANG).verify(drafts))
                    .hasSize(issued.size())
                    .allMatch(file -> file.file().outcome() == Outcome.UNCHANGED
                            && file.file().number().isEmpty());
            Files.writeString(drafts.resolve(issued.get(0).file()), "x");
            assertThat(office.by(ZHANG).verify(drafts))
                    .filteredOn(file -> !file.isSound())
                    .extracting(file -> file.file().file(), file -> file.file().outcome())
                    .containsExactly(tuple(issued.get(0).file(), Outcome.CHANGED));
        });
    }

    @Test
    void whatIsWithdrawnIsSaidToWhoeverHadItAndThePeriodCanBeIssuedAnew() throws Exception {
        inOffice(office -> {
            var issued = office.issued();
            assertThat(office.by(DRAFTER).withdraw(job(office), JUNE, Optional.empty(), "", "数据报送有误"))
                    .containsExactly(FIRST);
            assertThat(withdrawn(office)).as("the notice is a draft").isEmpty();
            assertThatThrownBy(() -> office.by(DRAFTER).check(job(office), JUNE, ""))
                    .as("drafted by the same person")
                    .hasMessageContaining("has drafted");
            assertThat(office.by(ZHANG).check(job(office), JUNE, "").words()).doesNotContain("不得印发");
            office.by(LI).approve(job(office), JUNE, "", "");
            var notice = office.by(LI).issue(job(office), JUNE, "", THIRD.plusDays(4));
            assertThat(notice)
                    .hasSize(3)
                    .extracting(file -> file.number().toString())
                    .containsOnly("虚构〔2026〕2号");
            assertThat(text(file(office, notice.get(0)))).contains("虚构〔2026〕1号", "2026年7月3日", "数据报送有误", "撤回");
            assertThat(withdrawn(office)).containsEntry("虚构〔2026〕1号", "虚构〔2026〕2号");
            assertThat(office.by(ZHANG).verify(file(office, issued.get(0))))
                    .singleElement()
                    .matches(file -> file.isSound() && file.withdrawn().equals("虚构〔2026〕2号"));
            assertThat(office.by(LI).remake(DocumentNumber.parse("虚构〔2026〕2号"), folder.resolve("remade")))
                    .hasSize(3)
                    .allMatch(Release.Remade::same);
            assertThatThrownBy(() -> office.by(ZHANG).check(job(office), JUNE, ""))
                    .hasMessageContaining("has been withdrawn")
                    .hasMessageContaining("tongbao release deliver copies --period 2026-06");
            office.again(Steps.DELIVER);
            assertThat(office.by(ZHANG).check(job(office), JUNE, "").words()).contains("虚构〔2026〕1号已撤回（虚构〔2026〕2号）");
            office.by(LI).approve(job(office), JUNE, "", "");
            assertThat(office.by(LI).issue(job(office), JUNE, "", THIRD.plusDays(5)))
                    .extracting(file -> file.number().toString())
                    .containsOnly("虚构〔2026〕3号");
            assertThat(office.chain("").isWhole()).isTrue();
        });
    }

    @Test
    void draftsThatAreAskedForAgainAreOneActUnlessTheReasonIsAnother() throws Exception {
        inOffice(office -> {
            office.issued();
            long before = office.rows("ledger.release");
            office.by(DRAFTER).withdraw(job(office), JUNE, Optional.empty(), "", "数据报送有误");
            office.by(DRAFTER).withdraw(job(office), JUNE, Optional.empty(), "", "数据报送有误");
            assertThat(office.rows("ledger.release")).isEqualTo(before + 1);
            office.by(DRAFTER).withdraw(job(office), JUNE, Optional.empty(), "", "考核对象有误");
            assertThat(office.rows("ledger.release")).isEqualTo(before + 2);
            office.by(LI).sendBack(job(office), JUNE, "", "不必撤回");
            office.again(Steps.DECIDE);
            office.by(DRAFTER).replace(job(office), JUNE, "", "考核对象有误");
            long replacing = office.rows("ledger.release");
            office.by(DRAFTER).replace(job(office), JUNE, "", "考核对象有误");
            assertThat(office.rows("ledger.release")).isEqualTo(replacing);
        });
    }

    @Test
    void aWithdrawalThatIsSentBackIsGivenUp() throws Exception {
        inOffice(office -> {
            office.issued();
            office.by(DRAFTER).withdraw(job(office), JUNE, Optional.of(FIRST), "", "数据报送有误");
            office.by(LI).sendBack(job(office), JUNE, "", "不必撤回");
            assertThat(office.rows("stage.withdrawn")).isZero();
            assertThatThrownBy(() -> office.by(ZHANG).check(job(office), JUNE, ""))
                    .hasMessageContaining("what is issued is final");
        });
    }

    @Test
    void aDocumentThatTakesAnothersPlaceSaysSoAndWhy() throws Exception {
        inOffice(office -> {
            var issued = office.issued();
            var data = office.root().resolve("sample-data/工地名册.csv");
            Files.writeString(data, Files.readString(data).replaceFirst("S0002.*\n", ""));
            office.again(Steps.DECIDE);
            assertThat(office.by(DRAFTER).replace(job(office), JUNE, "", "一处工地不属本市"))
                    .containsExactly(FIRST);
            assertThat(office.by(ZHANG).check(job(office), JUNE, "").words()).doesNotContain("不得印发");
            office.by(LI).approve(job(office), JUNE, "", "");
            var replacing = office.by(LI).issue(job(office), JUNE, "", THIRD.plusDays(4));
            assertThat(replacing)
                    .filteredOn(file ->
                            file.bulletin().equals("site-copy") && file.file().endsWith(".pdf"))
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(text(file(office, file)))
                            .contains("2026年7月3日印发的虚构〔2026〕1号同时撤回，以本件为准。原因：一处工地不属本市"));
            assertThat(replacing)
                    .as("whoever gets no new document is told")
                    .filteredOn(file -> file.bulletin().equals("withdrawal"))
                    .singleElement()
                    .matches(file -> file.recipient().equals("S0002"));
            assertThat(withdrawn(office)).containsOnlyKeys("虚构〔2026〕1号");
            assertThat(office.by(LI).remake(replacing.get(0).number(), folder.resolve("remade")))
                    .allMatch(Release.Remade::same);
            assertThat(file(office, issued.get(0))).as("it stays where it was").exists();
        });
    }

    private static Map<String, String> withdrawn(Office office) {
        try (var session = office.warehouse().session()) {
            return new Register(session).withdrawn();
        }
    }

    private static String text(Path pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf.toFile())) {
            return new PDFTextStripper().getText(document).replaceAll("\\s", "");
        }
    }

    @Test
    void aDraftThatIsNoLongerMadeGoesFromTheFolderAndNothingElseDoes() throws Exception {
        inOffice(office -> {
            var folder = office.root().resolve("out/2026-06");
            var names = new TreeSet<>(ManyCopies.delivered(office.root()).keySet());
            assertThat(names).hasSize(2 * 3 + 1);
            Files.writeString(folder.resolve("意见.txt"), "somebody's own");
            var noted = names.stream()
                    .filter(name -> name.endsWith(".xlsx"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(folder.resolve(noted), "noted in a draft", StandardOpenOption.APPEND);
            var addressed = office.root().resolve("report-templates/site-copy/data/addressed.sql");
            Files.writeString(
                    addressed,
                    Files.readString(addressed)
                            .replace("from site", "from site where site_id > (select min(site_id) from site)"));
            office.again(Steps.DELIVER);
            var gone = new TreeSet<>(names);
            try (var files = Files.list(folder)) {
                files.map(file -> String.valueOf(file.getFileName())).forEach(gone::remove);
            }
            assertThat(gone).containsExactly(noted.replace(".xlsx", ".pdf"));
            assertThat(folder.resolve("意见.txt")).exists();
        });
    }

    @Test
    void anEditorsRulesStandInTheChecklist() throws Exception {
        inOffice(office -> {
            var declared = office.root().resolve("report-templates/site-copy/bulletin.yaml");
            Files.writeString(declared, Files.readString(declared).replace(", code: 虚构", ""));
            office.again(Steps.DELIVER);
            assertThat(office.by(ZHANG).check(job(office), JUNE, "").words()).contains("不得印发：site-copy没有机关代字");
        });
    }

    @Test
    void theChecklistNamesTheCauseAndNotWhatFollowsFromIt() throws Exception {
        inOffice(office -> {
            var template = office.root().resolve("report-templates/site-copy/page.ftlh");
            var text = Files.readString(template);
            Files.writeString(template, text.replace("own.score}", "own.score / 0}"));
            assertThatThrownBy(() -> office.again(Steps.DELIVER)).hasMessageContaining("render");
            Files.writeString(template, text);
            touchDrafts(office);
            assertThat(office.by(ZHANG).check(job(office), JUNE, "").words().lines())
                    .filteredOn(line -> line.startsWith("不得印发"))
                    .containsExactly("不得印发：最近一次运行（第2次）没有完成，先执行 tongbao resume 2");
        });
        inOffice(office -> {
            Files.writeString(
                    office.root().resolve("report-templates/site-copy/data/own.sql"),
                    "-- 本工地\nselect site_name, score + 1 as score, seen_on from site where site_id = recipient()\n");
            try (var session = office.warehouse().session()) {
                new RunLedger(session).abandon("copies", JUNE);
            }
            touchDrafts(office);
            assertThat(office.by(ZHANG).check(job(office), JUNE, "").words().lines())
                    .filteredOn(line -> line.startsWith("不得印发"))
                    .containsExactly("不得印发：出数以后规则或模板有改动，须重新运行");
        });
    }

    /** Something else that stands against issuing, and is not worth a word once the drafts have to be made anew. */
    private static void touchDrafts(Office office) throws IOException {
        try (var drafts = Files.newDirectoryStream(office.home().archive().resolve("copies/2026-06"), "*.pdf")) {
            for (var draft : drafts) {
                Files.writeString(draft, "%", StandardOpenOption.APPEND);
            }
        }
    }

    /** Making them would take as long as the run has taken. */
    @Test
    void theChecklistReadsTheDraftsAndMakesNone() throws Exception {
        inOffice(office -> {
            var job = job(office);
            var checking = office.by(ZHANG);
            var issuing = office.by(LI);
            Files.writeString(office.root().resolve("report-templates/site-copy/page.ftlh"), "${nobody.can.draw.this}");
            assertThat(checking.check(job, JUNE, "").words()).doesNotContain("不得印发");
            issuing.approve(job, JUNE, "", "");
            assertThatThrownBy(() -> issuing.issue(job, JUNE, "", THIRD))
                    .as("who issues makes them")
                    .hasMessageContaining("nobody");
        });
    }

    @Test
    void aPageThatIsSignedIsProvedByItsSignatureAndMadeAgainWithoutIt() throws Exception {
        inOffice(office -> {
            var certificate = office.root().resolve("office.p12");
            certificate(certificate, 365);
            Files.writeString(
                    office.root().resolve("tongbao.yaml"),
                    "sign: { certificate: office.p12, password: \"invented\" }\n");
            var issued = office.issued();
            var page = issued.stream()
                    .filter(file -> file.file().endsWith(".pdf"))
                    .findFirst()
                    .orElseThrow();
            assertThat(page.unsigned()).isNotEqualTo(page.sha256());
            var verified = office.by(ZHANG).verify(office.home().issued().resolve(page.folder()));
            assertThat(verified).hasSize(7).allMatch(Release.Verified::isSound);
            assertThat(verified)
                    .filteredOn(file -> file.file().file().endsWith(".pdf"))
                    .allSatisfy(file -> assertThat(file.signatures())
                            .singleElement()
                            .matches(signature ->
                                    signature.valid() && signature.who().contains("虚构局")));
            assertThat(Conformance.faults(Files.readAllBytes(file(office, page))))
                    .as("still PDF/A and readable aloud")
                    .isEqualTo(Conformance.faults(Files.readAllBytes(
                            office.home().archive().resolve("copies/2026-06").resolve(page.file()))));
            assertThat(office.by(LI).remake(FIRST, folder.resolve("remade"))).allMatch(Release.Remade::same);
            var forged = folder.resolve("forged.pdf");
            var bytes = Files.readAllBytes(file(office, page));
            bytes[bytes.length / 3] ^= 1;
            Files.write(forged, bytes);
            assertThat(office.by(ZHANG).verify(forged))
                    .singleElement()
                    .satisfies(file -> assertThat(file.signatures()).allMatch(signature -> !signature.valid()))
                    .matches(file -> !file.isSound());
            Files.write(
                    forged,
                    (new String(Files.readAllBytes(file(office, page)), StandardCharsets.ISO_8859_1) + "\n%")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(office.by(ZHANG).verify(forged).get(0).signatures())
                    .as("something was added behind it")
                    .noneMatch(signature -> signature.valid());
        });
    }

    @Test
    void aCertificateThatHasRunOutSignsNothingAndNothingIsIssued() throws Exception {
        inOffice(office -> {
            certificate(office.root().resolve("office.p12"), -1);
            Files.writeString(
                    office.root().resolve("tongbao.yaml"),
                    "sign: { certificate: office.p12, password: \"invented\" }\n");
            assertThatThrownBy(office::issued).hasMessageContaining("nothing was issued");
            assertThat(office.rows("ledger.issue")).isZero();
        });
    }

    /** An invented office's certificate, which holds for so many days around the tests' clock. */
    private static void certificate(Path file, int days) throws Exception {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "office",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=虚构局",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "invented",
                        "-startdate",
                        days > 0 ? "2026/01/01" : "2025/01/01",
                        "-validity",
                        "365")
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
    }
}
