package org.tongbao.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RulesTest {

    @Test
    void theRulebookIsPlannedByTheEngineWithoutObjection() {
        var rulebook = ShippedRulebook.read();
        try (var warehouse = rulebook.warehouse();
                var session = warehouse.session()) {
            rulebook.pin(session, "2026-06");
            rulebook.verify(session);
        }
        rulebook.problems().throwIfAny();
        assertThat(rulebook.rules().matching("month")).hasSizeGreaterThan(20);
        assertThat(rulebook.rules().matching("隐患/*")).hasSizeGreaterThan(10);
        assertThat(rulebook.rules().basis().clauses()).hasSize(111);
    }
}
