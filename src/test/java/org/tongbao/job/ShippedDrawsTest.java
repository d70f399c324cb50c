package org.tongbao.job;

import org.junit.jupiter.api.Test;
import org.tongbao.pipeline.BothWays;

/** The schemes that are shipped, on the invented city. */
class ShippedDrawsTest {

    @Test
    void everySchemeIsDrawnOnArraysAsBySql() {
        PrintedCity.get().eachRun((session, run, rulebook) -> {
            for (var name : rulebook.job(run.job()).rank()) {
                BothWays.leaveTheSame(session, run, rulebook, rulebook.scheme(name, run.period()));
            }
        });
    }
}
