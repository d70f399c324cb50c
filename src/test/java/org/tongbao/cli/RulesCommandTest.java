package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules are found by what people call them, and by the ledgers that they need. */
class RulesCommandTest {

    @Test
    void aWordFindsTheRulesThatSpeakOfItAndThoseThatNeedSuchALedger() {
        assertThat(rules("停工令"))
                .startsWith("0\n")
                .contains("stop_order_compliance  停工令执行率", "rectification_careless  ", "accident_after_stop_order  ")
                .doesNotContain("hazard_on_time  ");
        assertThat(rules("停工整改令")).contains("rectification_careless  ", "stop_order  停工整改令");
        assertThat(rules("stop_order")).contains("repeated_stop_orders  ");
    }

    @Test
    void aThemeAClauseAndANameFindTheirOwnAlone() {
        assertThat(rules("R060")).contains("repeated_stop_orders  ").doesNotContain("stop_order_compliance  ");
        assertThat(rules("stop_order_compliance")).contains("停工令执行率").doesNotContain("repeated_stop_orders");
        assertThat(rules("停工执法")).contains("fines  ").doesNotContain("rectification_careless  ");
    }

    @Test
    void aWordThatNobodySaysIsRefusedWithAHandfulOfThoseThatThereAre() {
        assertThat(rules("fatality")).startsWith("2\n").contains("fatalities");
        assertThat(rules("无此事")).startsWith("2\n").hasSizeLessThan(400);
    }

    private static String rules(String which) {
        return Call.of(Path.of(""), Clock.systemUTC(), List.of("rules", which)).toString();
    }
}
