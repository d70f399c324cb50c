package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tongbao.pipeline.BothWays;

/** The schemes that are shipped, on the invented city. */
class ShippedDrawsTest {

    @Test
    void everyRowThatDrawsOnArraysWriteIsTheOneBySql() {
        var written = new ArrayList<List<Long>>();
        PrintedCity.get().eachRun((session, run, rulebook) -> {
            var used = rulebook.inUse(session); // as the run computed
            for (var name : used.job(run.job()).rank()) {
                written.add(BothWays.write(session, run, used, used.scheme(name, run.period())));
            }
        });
        assertThat(written)
                .as("standing, uncertainty, sensitivity, removal and line: nothing is compared where there are no rows")
                .anySatisfy(rows -> assertThat(rows).doesNotContain(0L));
    }
}
