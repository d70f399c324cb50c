package org.tongbao.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Problems;

/** The table of campaigns is read row by row, whatever its cells hold. */
class PhasesTest {

    @TempDir
    Path root;

    @Test
    void namesMayHoldLineBreaksAndMistakesKeepTheirLine() throws Exception {
        Files.createDirectories(root.resolve("jobs/rulebook/reference"));
        Files.writeString(root.resolve("jobs/rulebook/reference/campaign.csv"), """
                \uFEFFcampaign,phase,start,end,basis
                安全生产月,"动员,
                部署",2026-06-01,2026-06-10,"第一条
                第二条"

                安全生产月,自查,六月,2026-06-20,第三条
                """);
        var problems = new Problems();
        assertThat(Phases.read(Layers.of(root), root.resolve("data"), problems).all())
                .containsExactly(
                        new Phases.Phase("安全生产月", "动员,\n部署", LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 10)));
        assertThat(problems.sorted())
                .singleElement()
                .hasToString(
                        "jobs/rulebook/reference/campaign.csv:6 must be like: campaign,phase,2026-06-01,2026-07-31,basis");
    }
}
