package org.tongbao;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.modulith.core.ApplicationModules;

/** The house stands as ARCHITECTURE.md draws it. */
class ArchitectureTest {

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.tongbao");

    @Test
    void everyRoomDependsOnlyOnWhatItDeclares() {
        ApplicationModules.of("org.tongbao").verify();
    }

    /** A room's own top package is one of its parts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sample", //
                "score"
            })
    void thePartsOfARoomMakeNoCircle(String room) {
        slices().matching("org.tongbao.(" + room + "..)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void onlyTheWarehouseKnowsItsEngine() {
        confine("warehouse", "org.duckdb..");
    }

    @Test
    void subRoomsMakeNoCircles() {
        slices().matching("org.tongbao.render.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void subRoomsOfRenderKnowNothingOfTheRoomAboveThem() {
        noClasses()
                .that()
                .resideInAPackage("org.tongbao.render.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.tongbao.render")
                .check(CLASSES);
    }

    @Test
    void onlyPagesKnowPdfAndTheirTemplates() {
        confine("render.page", "org.apache.pdfbox..", "org.apache.fontbox..", "com.openhtmltopdf..", "freemarker..");
    }

    @Test
    void onlyChartsKnowJFreeChart() {
        confine("render.chart", "org.jfree..");
    }

    @Test
    void onlyWorkbooksAndTheReaderOfOldOnesKnowPoi() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.tongbao.render.sheet..", "org.tongbao.render.workbook..")
                .and()
                .haveNameNotMatching("org\\.tongbao\\.render\\.AnnotatedWorkbook.*")
                .and()
                .haveNameNotMatching("org\\.tongbao\\.pull\\.XlsBook.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.poi..")
                .check(CLASSES);
    }

    @Test
    void onlyScheduleKnowsQuartz() {
        confine("schedule", "org.quartz..");
    }

    @Test
    void onlyDeliverKnowsMailAndSftp() {
        confine("deliver", "jakarta.mail..", "org.eclipse.angus..", "org.apache.sshd..");
    }

    @Test
    void onlyTheCommandsKnowTheTerminal() {
        confine("cli", "picocli..");
    }

    @Test
    void theArithmeticKnowsNoSpring() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.tongbao.score..", "org.tongbao.rank..", "org.tongbao.decide..", "org.tongbao.measure..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.batch..", "org.springframework.jdbc..", "org.springframework.context..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static void confine(String room, String... libraries) {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.tongbao." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .check(CLASSES);
    }
}
