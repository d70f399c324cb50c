package org.tongbao.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/** SQL that people write is refused where another engine would not run it, or would compute something else. */
class PortableSqlTest {

    @TempDir
    Path folder;

    @Test
    void theRulebookAndTheTemplatesRunOnAnyEngine() {
        var problems = new Problems();
        var files = new SpecFiles(Path.of("").toAbsolutePath(), problems);
        files.find("jobs/rulebook/**.sql")
                .forEach(file -> files.sql(file).ifPresent(sql -> PortableSql.verify(sql, true, problems)));
        files.find("report-templates/**.sql")
                .forEach(file -> files.sql(file).ifPresent(sql -> PortableSql.verify(sql, false, problems)));
        assertThat(problems.sorted()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "count(*)::integer | '::' is not known to every engine; write cast(x as type)",
                "ifnull(a, 0) | 'ifnull()' is not known to every engine; write coalesce(x, y)",
                "strftime(a, b) | 'strftime()' is not known to every engine; write extract(year from x)",
                "coalesc(a, 0) | 'coalesc()' is not known to every engine; write coalesce()",
                "extract(isodow from a) | 'extract(isodow' is not known to every engine; write mod(date_diff('day', date '2024-01-01', x), 7), 0 for Mondays",
                "a / b | a quotient has other places on other engines; write cast(cast(a as double) / cast(b as double) as decimal(18, 10))",
                "cast(a as double) / b | a quotient has other places on other engines; write cast(cast(a as double) / cast(b as double) as decimal(18, 10))",
            })
    void oneMistakeIsOneLineWithWhatToWrite(String expression, String mistake) throws Exception {
        assertThat(mistakes("select\n    'a::b [c] / now()' as text, -- x / y\n    " + expression + " as d\nfrom t"))
                .containsExactly("rule.sql:5 " + mistake);
    }

    @Test
    void whatEachEngineHasIsTaken() throws Exception {
        assertThat(mistakes("""
                        with step (a) as (select 1), other as (select 2)
                        select cast(cast(a as double) / cast(b as double) as decimal(18, 10)) as "q [x]",
                            count(*) filter (where a in (1, 2)) over (partition by b) from step""")).isEmpty();
    }

    private List<String> mistakes(String sql) throws Exception {
        var problems = new Problems();
        var file = Files.writeString(folder.resolve("rule.sql"), "-- 一条规则\n\n" + sql);
        new SpecFiles(folder, problems).sql(file).ifPresent(read -> PortableSql.verify(read, true, problems));
        return problems.sorted().stream().map(Object::toString).toList();
    }
}
