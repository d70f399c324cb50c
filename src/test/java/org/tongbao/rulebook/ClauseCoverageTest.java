package org.tongbao.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tongbao.home.Home;
import org.tongbao.issue.Register;
import org.tongbao.measure.FindingRule;
import org.tongbao.measure.Indicator;
import org.tongbao.release.Restatement;
import org.tongbao.study.Simulation;

/** The register of clauses and the rulebook of this repository answer each other. */
class ClauseCoverageTest {

    private static final Rulebook RULEBOOK = Rulebook.read(Home.at(Path.of("").toAbsolutePath()));
    private static final Map<String, List<ClauseCoverage>> ANSWERS = ClauseCoverage.all(RULEBOOK);

    @Test
    void everyClauseIsAnsweredBySomethingThatAJobGives() {
        assertThat(ANSWERS).hasSize(111);
        assertThat(ANSWERS.entrySet().stream()
                        .filter(e -> e.getValue().isEmpty())
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    @Test
    void everyClauseIsAnsweredByWhatABulletinPrints() {
        assertThat(ANSWERS.entrySet().stream()
                        .filter(e -> e.getValue().stream()
                                .allMatch(answer -> answer.printed().isEmpty()))
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    @Test
    void nothingIsComputedForNobody() {
        assertThat(ANSWERS.values().stream()
                        .flatMap(List::stream)
                        .filter(answer -> answer.printed().isEmpty())
                        .map(answer -> answer.job().name() + ": " + answer.kind() + " " + answer.name())
                        .distinct())
                .isEmpty();
    }

    @Test
    void everyRuleSchemeAndLadderRestsOnAClauseAndIsGivenByAJob() {
        var given = ANSWERS.values().stream()
                .flatMap(List::stream)
                .map(answer -> answer.kind() + " " + answer.name())
                .collect(Collectors.toSet());
        var declared = Stream.of(
                        RULEBOOK.rules().indicators().values().stream()
                                .map(Indicator::name)
                                .map("indicator "::concat),
                        RULEBOOK.rules().findings().values().stream()
                                .map(FindingRule::name)
                                .map("finding "::concat),
                        RULEBOOK.schemes().keySet().stream().map("scheme "::concat),
                        RULEBOOK.ladders().keySet().stream().map("ladder "::concat))
                .flatMap(names -> names)
                .toList();
        assertThat(given).containsAll(declared);
    }

    @Test
    void everyBulletinIsMadeByAJobAndRestsOnAClauseItselfOrByItsTables() {
        var made = RULEBOOK.jobs().values().stream()
                .flatMap(job -> job.render().stream())
                .collect(Collectors.toSet());
        // The report of a simulation is asked for by a person, and rests on nothing but the question.
        var published = new LinkedHashSet<>(RULEBOOK.bulletins().keySet());
        assertThat(published.remove(Simulation.REPORT)).isTrue();
        // The correction is made when something was issued that no longer holds, and rests on that.
        assertThat(published.remove(Restatement.BULLETIN)).isTrue();
        // So is the notice of a withdrawal.
        assertThat(published.remove(Register.WITHDRAWAL)).isTrue();
        assertThat(made).containsAll(published);
        var resting = ANSWERS.values().stream()
                .flatMap(List::stream)
                .map(ClauseCoverage::name)
                .map(name -> name.contains("/") ? name.substring(0, name.indexOf('/')) : name)
                .collect(Collectors.toSet());
        assertThat(resting).containsAll(published);
    }
}
