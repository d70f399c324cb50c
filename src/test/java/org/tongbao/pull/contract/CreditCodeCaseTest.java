package org.tongbao.pull.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tongbao.SharedCases;
import org.tongbao.warehouse.Warehouse;

/** The reference case {@code uscc-gb32100}: 126 valid codes and 49 invalid ones, judged by the contract's own SQL. */
class CreditCodeCaseTest {

    @Test
    void everyCodeIsJudgedAsTheStandardSays() {
        var folder = SharedCases.folder("uscc-gb32100");
        try (var warehouse = Warehouse.inMemory(folder);
                var session = warehouse.session()) {
            var codes = "select i.code, i.note, e.valid = 'valid' as expected from read_csv('"
                    + folder.resolve("inputs.csv")
                    + "', all_varchar = true) as i join read_csv('" + folder.resolve("expected.csv")
                    + "', all_varchar = true) as e on e.code = i.code";
            var judged = session.query("select code, expected, coalesce(" + CreditCodeSql.standard("code")
                    + ", false) as judged," + " coalesce(" + CreditCodeSql.valid("code") + ", false) as taken from ("
                    + codes + ") order by code");
            assertThat(judged).hasSize(175);
            assertThat(judged.stream()
                            .filter(r -> r.flag("judged") != r.flag("expected"))
                            .map(r -> r.text("code")))
                    .isEmpty();
            assertThat(judged.stream()
                            .filter(r -> r.flag("taken") && !r.flag("judged"))
                            .map(r -> r.text("code")))
                    .as("the early pilot's codes are taken, though they break the standard")
                    .hasSize(5);
        }
    }
}
