package org.tongbao;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

    /** A room's sub-rooms count as packages of their own here. */
    @Test
    void noPackageIsInACircle() {
        slices().matching("org.tongbao.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyPackageIsSmallEnoughToKnow() {
        assertThat(packages()
                        .filter(each -> !each.name().equals("cli"))
                        .filter(each -> each.files().size() > 26 || each.lines() > 3500)
                        .map(each -> each.name() + ": " + each.files().size() + " files, " + each.lines() + " lines"))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhichTypesItShows() {
        assertThat(packages().flatMap(each -> each.shown().stream()
                        .filter(type -> !each.tour().contains(type))
                        .map(type -> each.name() + " does not list " + type)))
                .isEmpty();
    }

    /** A package below {@code org.tongbao} as its sources have it. */
    private record Sources(String name, List<Path> files) {

        private static final Pattern SHOWN = Pattern.compile(
                "^public (?:(?:final|abstract|sealed|non-sealed) )*(?:class|record|interface|enum) (\\w+)",
                Pattern.MULTILINE);

        long lines() {
            return files.stream().mapToLong(file -> text(file).lines().count()).sum();
        }

        List<String> shown() {
            return files.stream()
                    .flatMap(file -> SHOWN.matcher(text(file)).results())
                    .map(found -> found.group(1))
                    .toList();
        }

        String tour() {
            return files.stream()
                    .filter(file -> file.endsWith("package-info.java"))
                    .map(Sources::text)
                    .collect(Collectors.joining());
        }

        private static String text(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Stream<Sources> packages() {
        var root = Path.of("src/main/java/org/tongbao");
        try (var files = Files.walk(root)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.groupingBy(
                            file -> root.relativize(Objects.requireNonNull(file.getParent()))
                                    .toString(),
                            TreeMap::new,
                            Collectors.toList()))
                    .entrySet()
                    .stream()
                    .filter(each -> !each.getKey().isEmpty())
                    .map(each -> new Sources(each.getKey(), each.getValue()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void onlyTheWarehouseKnowsItsEngine() {
        confine("warehouse", "org.duckdb..");
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
                .haveNameNotMatching("org\\.tongbao\\.pull\\.file\\.XlsWorkbook.*")
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
