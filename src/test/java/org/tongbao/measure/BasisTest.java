package org.tongbao.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/** The table of clauses is read row by row, whatever its cells hold. */
class BasisTest {

    @TempDir
    Path root;

    @Test
    void quotesMayHoldLineBreaksAndMistakesKeepTheirLine() throws Exception {
        Files.createDirectories(root.resolve("jobs/rulebook"));
        Files.writeString(
                root.resolve("jobs/rulebook/basis.csv"),
                "id,regulation,clause,kind,period,subject,quote,asks,note\n"
                        + "R001,办法,一,metric,monthly,项目,\"第一款\n第二款\",统计,\n"
                        + "R002,办法,二\nR001,办法,三,metric,monthly,项目,引文,统计,\n");
        var problems = new Problems();
        var basis = Basis.read(new SpecFiles(root, problems), problems);
        assertThat(basis.clauses()).containsOnlyKeys("R001");
        assertThat(problems.sorted())
                .map(Object::toString)
                .containsExactly(
                        "jobs/rulebook/basis.csv:4 expected 9 values, found 3",
                        "jobs/rulebook/basis.csv:5 'R001' stands here twice");
    }
}
