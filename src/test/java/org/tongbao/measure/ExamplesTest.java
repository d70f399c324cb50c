package org.tongbao.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The examples beside the rules of this repository's rulebook. */
class ExamplesTest {

    private static final ShippedRulebook RULEBOOK = ShippedRulebook.read();
    private static final Examples EXAMPLES = new Examples(RULEBOOK.catalog(), RULEBOOK.subjects(), RULEBOOK.rules());

    @AfterAll
    static void close() {
        EXAMPLES.close();
    }

    @TestFactory
    Stream<DynamicTest> everyRuleGivesWhatItsExamplesExpect() {
        var all = Example.read(RULEBOOK.files(), RULEBOOK.rules(), RULEBOOK.catalog(), RULEBOOK.problems());
        RULEBOOK.problems().throwIfAny();
        return all.stream()
                .map(example -> DynamicTest.dynamicTest(
                        example.rule() + ": " + example.title(),
                        () -> assertThat(EXAMPLES.failure(example)).isEmpty()));
    }
}
