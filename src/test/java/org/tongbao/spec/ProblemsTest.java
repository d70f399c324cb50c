package org.tongbao.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One mistake, one line, with a name that was meant or a few that may have been. */
class ProblemsTest {

    private static final List<String> REGULATIONS = List.of(
            "通州区2023年建筑施工安全生产和绿色施工管理工作要点及工作计划", "通州区2023年建筑施工安全隐患排查治理方案", "昌吉州房屋市政工程安全生产治理行动巩固提升实施方案（昌州建质安监〔2023〕1号）");

    @Test
    void theSameInSeveralLinesOfAFileIsOneMistakeAndInAnotherFileAnother() {
        var problems = new Problems();
        for (int line : List.of(9, 5, 6, 7, 8, 5)) {
            problems.addUnknown(new Location("a.yaml", line), "key", "requierd", List.of("required"));
        }
        problems.addUnknown(new Location("b.yaml", 2), "key", "requierd", List.of("required"));
        assertThat(problems.sorted())
                .extracting(Object::toString)
                .containsExactly(
                        "a.yaml:5 unknown key 'requierd', did you mean 'required'?; also in lines 6, 7, 8 and 1 more",
                        "b.yaml:2 unknown key 'requierd', did you mean 'required'?");
    }

    @Test
    void aNameThatEndsOtherwiseOrIsShortenedIsKnownAgain() {
        assertThat(Problems.suggestion("fatality", List.of("accidents", "fatalities", "fatal_accident_unlisted")))
                .isEqualTo(", did you mean 'fatalities'?");
        assertThat(Problems.suggestion("通州区2023年建筑施工安全生产工作要点", REGULATIONS))
                .isEqualTo(", did you mean '" + REGULATIONS.get(0) + "'?");
    }

    @Test
    void ofManyNamesTheMostLikeAreWrittenAndOfFewAll() {
        var many = IntStream.range(0, 200)
                .mapToObj(i -> "indicator_" + (char) ('a' + i % 26) + i)
                .toList();
        assertThat(Problems.suggestion("zzzz", many))
                .startsWith(", expected one of 200, such as ")
                .hasSizeLessThan(120);
        assertThat(Problems.suggestion("zzzz", List.of("b", "a"))).isEqualTo(", expected one of a, b");
    }
}
