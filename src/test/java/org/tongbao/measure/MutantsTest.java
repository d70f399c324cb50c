package org.tongbao.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.spec.CsvReader;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/** Examples hold: they notice a small mistake in a rule, unless it is none. */
class MutantsTest {

    /** Mistakes that no example can notice, because the query gives the same whatever the rows, each with why. */
    private static final Path EQUAL = Path.of("src/test/resources/cases/equal-mutants.csv");

    private static final Mutants MUTANTS = new Mutants(ShippedRulebook.read());

    @AfterAll
    static void close() {
        MUTANTS.close();
    }

    @Test
    void aTenthOfTheMistakesInTheRulebookIsNoticedButThoseThatAreListed() throws Exception {
        var files = MUTANTS.all().stream()
                .collect(Collectors.groupingBy(Mutant::in, LinkedHashMap::new, Collectors.toList()));
        var names = new ArrayList<>(files.keySet());
        Collections.shuffle(names, new Random(7));
        var drawn = new ArrayList<Mutant>();
        names.stream()
                .takeWhile(name -> drawn.size() < MUTANTS.all().size() / 10)
                .forEach(name -> drawn.addAll(Objects.requireNonNull(files.get(name))));
        var listed = equal();
        listed.retainAll(drawn.stream().map(Mutant::toString).toList());
        assertThat(MUTANTS.survivors(drawn)).map(Mutant::toString).containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void noMistakeIsListedThatNobodyCouldMake() throws Exception {
        assertThat(MUTANTS.all()).map(Mutant::toString).containsAll(equal());
    }

    @Test
    @Tag("long")
    void allMistakesInTheRulebookAreNoticedButThoseThatAreListed() throws Exception {
        var all = MUTANTS.all();
        var listed = equal();
        assertThat(MUTANTS.survivors(all)).map(Mutant::toString).containsExactlyInAnyOrderElementsOf(listed);
        assertThat(listed.size()).isLessThanOrEqualTo(all.size() * 3 / 100);
    }

    private static List<String> equal() throws Exception {
        return new ArrayList<>(CsvReader.rows(Files.readString(EQUAL), EQUAL.toString(), new Problems()).stream()
                .skip(1)
                .map(row -> row.cells().get(0) + ": " + row.cells().get(1))
                .toList());
    }

    @Test
    void aMistakeIsMadeInEachPlaceButNotInTextsAndComments(@TempDir Path home) throws Exception {
        assertThat(texts(home, """
                -- 标题: a > b and c
                -- indicator: late
                select 'x < y and z is null' as "a or b", /* left join */ count(*)
                from hazard as h
                left join project as p on p.project_id = h.project_id -- and < 1
                where h.found_on >= period_start()
                    and h.found_on < period_end()
                    and (h.closed_on is null or p.completed_on is not null)
                    and h.days between 1 and (select max(d) from x where a = 1 and b between 2 and 3) and h.n <> 2
                """))
                .containsExactly(
                        "join project as p on p.project_id = h.project_id -- and < 1",
                        "where h.found_on > period_start()",
                        "where h.found_on >= previous_start()",
                        "or h.found_on < period_end()",
                        "and h.found_on <= period_end()",
                        "and h.found_on < period_start()",
                        "or (h.closed_on is null or p.completed_on is not null)",
                        "and (h.closed_on is not null or p.completed_on is not null)",
                        "and (h.closed_on is null and p.completed_on is not null)",
                        "and (h.closed_on is null or p.completed_on is null)",
                        "or h.days between 1 and (select max(d) from x where a = 1 and b between 2 and 3) and h.n <> 2",
                        "and h.days between 1 and (select max(d) from x where a = 1 or b between 2 and 3) and h.n <> 2",
                        "and h.days between 1 and (select max(d) from x where a = 1 and b between 2 and 3) or h.n <> 2");
    }

    @Test
    void twoMistakesThatReadAlikeAreTold(@TempDir Path home) throws Exception {
        assertThat(texts(home, """
                -- 标题
                select 1
                where a
                    and b
                union all
                select 2
                where a
                    and b
                """)).containsExactly("or b", "or b (2)");
    }

    private static List<String> texts(Path home, String sql) throws Exception {
        var file = home.resolve("late.sql");
        Files.writeString(file, sql);
        var read = new SpecFiles(home, new Problems()).sql(file).orElseThrow();
        return Mutant.of("late", read).stream().map(Mutant::text).toList();
    }

    @Test
    void aMistakeInARuleOrViewIsNoticedAndARewordingIsNot() {
        for (var in : List.of("hazards_found", "view region_exam")) {
            var mistakes = MUTANTS.all().stream()
                    .filter(mutant -> mutant.in().equals(in))
                    .toList();
            var reworded = new Mutant(in, "reworded", MUTANTS.file(in));
            var tried = new ArrayList<>(mistakes);
            tried.add(reworded);
            assertThat(mistakes).isNotEmpty();
            assertThat(MUTANTS.survivors(tried)).containsExactly(reworded);
        }
    }
}
