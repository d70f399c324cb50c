package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tongbao.pipeline.BothWays;
import org.tongbao.run.Period;

/** The schemes that are shipped, on the invented city. */
class ShippedDrawsTest {

    @Test
    void everyRowThatDrawsOnArraysWriteIsTheOneBySql() {
        var written = new ArrayList<List<Long>>();
        PrintedCity.get().eachRun((session, run, rulebook) -> {
            if (run.period().kind() == Period.Kind.SPAN) {
                return; // months before the city's first data: known to differ in places without an indicator
            }
            for (var name : rulebook.job(run.job()).rank()) {
                written.add(BothWays.write(session, run, rulebook, rulebook.scheme(name, run.period())));
            }
        });
        assertThat(written)
                .as("standing, uncertainty, sensitivity, removal and line: nothing is compared where there are no rows")
                .anySatisfy(rows -> assertThat(rows).doesNotContain(0L));
    }
}
