package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongbao.measure.OriginProof;
import org.tongbao.warehouse.Row;

class OriginProofTest {

    private static final PrintedCity CITY = PrintedCity.get();

    @ParameterizedTest
    @ValueSource(strings = {"monthly-ranking", "quarterly-risk", "year-end"})
    void everyRowBehindAFigureOrACaseIsThereAndIsItsSubjectsOwn(String job) {
        var proof = new OriginProof(
                CITY.sessionOf(job), CITY.rulebook().catalog(), CITY.rulebook().subjects());
        var refuted = new ArrayList<Row>(proof.ofFindings());
        for (var indicator : CITY.rulebook().indicators(CITY.rulebook().job(job))) {
            refuted.addAll(proof.of(indicator));
        }
        assertThat(refuted).isEmpty();
    }

    @Test
    void aRowOfAnotherSubjectAndARowBeyondTheFilesEndAreRefuted() {
        var session = CITY.sessionOf("monthly-ranking");
        var proof = new OriginProof(
                session, CITY.rulebook().catalog(), CITY.rulebook().subjects());
        session.execute("begin");
        try {
            session.execute("update stage.finding set source_row = 100000000 where rule = 'overdue_major_hazard'");
            var beyond = proof.ofFindings();
            assertThat(beyond).isNotEmpty().allSatisfy(row -> assertThat(row.text("reason"))
                    .contains("not there"));
            session.execute("rollback");
            session.execute("begin");
            session.execute("update stage.finding set subject = (select max(subject) || 'x' from stage.finding)"
                    + " where rule = 'overdue_major_hazard'");
            assertThat(proof.ofFindings()).isNotEmpty();
        } finally {
            session.execute("rollback");
        }
        assertThat(proof.ofFindings()).isEmpty();
    }
}
