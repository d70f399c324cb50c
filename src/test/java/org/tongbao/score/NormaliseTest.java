package org.tongbao.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongbao.score.method.Normalise;

/** Expected points were worked out by hand from the formulas in {@link Normalise}. */
class NormaliseTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            goalposts 0..50              | higher | a=20.0 b=60.0 c=60.0 d=100.0
            goalposts 0..50              | lower  | a=80.0 b=40.0 c=40.0 d=0.0
            goalposts 0..50 unclipped    | higher | a=20.0 b=60.0 c=60.0 d=200.0
            goalposts 1..100 on log      | higher | a=50.0 b=73.856063 c=73.856063 d=100.0
            goalposts 0..100 on sqrt     | higher | a=31.622777 b=54.772256 c=54.772256 d=100.0
            min-max                      | higher | a=0.0 b=22.222222 c=22.222222 d=100.0
            min-max of period            | lower  | a=100.0 b=77.777778 c=77.777778 d=0.0
            min-max on log               | higher | a=0.0 b=47.712125 c=47.712125 d=100.0
            z-score                      | higher | a=-0.823291 b=-0.31665 c=-0.31665 d=1.456591
            z-score 50 10                | lower  | a=58.232906 b=53.166502 c=53.166502 d=35.434089
            percentile rank              | higher | a=0.0 b=33.333333 c=33.333333 d=100.0
            percentile rank              | lower  | a=100.0 b=33.333333 c=33.333333 d=0.0
            borda                        | higher | a=0.0 b=1.0 c=1.0 d=3.0
            target 50                    | higher | a=0.0 b=50.0 c=50.0 d=100.0
            target 20                    | lower  | a=100.0 b=87.5 c=87.5 d=0.0
            target 50 from 0             |        | a=20.0 b=60.0 c=60.0 d=100.0
            target 20 from 120           |        | a=100.0 b=90.0 c=90.0 d=20.0
            steps 0: 0, 30: 60, 100: 90  |        | a=0.0 b=60.0 c=60.0 d=90.0
            steps 20: 5, 30: 60          |        | a=5.0 b=60.0 c=60.0 d=60.0
            line 20: 10, 40: 50, 60: 60  |        | a=10.0 b=30.0 c=30.0 d=60.0
            deduct 2 each                |        | a=80.0 b=40.0 c=40.0 d=0.0
            as is                        |        | a=10.0 b=30.0 c=30.0 d=100.0
            """)
    void valuesBecomePoints(String way, String better, String points) {
        var direction = better == null ? "" : ", better: " + better;
        try (var trial = new ScoredTable(
                folder,
                "scheme: t\nindicators: { x: { normalise: '" + way + "'" + direction + " } }",
                "id,x\na,10\nb,30\nc,30\nd,100\n")) {
            assertThat(trial.points("x")).isEqualTo(points);
        }
    }

    @Test
    void anIndicatorThatIsTheSameForAllTellsNobodyApartAndCountsAsMissing() {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                indicators: { x: { normalise: min-max }, y: { normalise: as is } }
                """, "id,x,y\na,5,60\nb,5,80\n")) {
            assertThat(trial.points("x")).isEqualTo("a=- b=-");
            assertThat(trial.points("score")).isEqualTo("a=60.0 b=80.0");
            assertThat(trial.note("x", "a")).contains("组内数值相同");
        }
    }

    @Test
    void groupsAreComparedWithinThemselves() {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                rank: { within: kind }
                indicators: { x: { normalise: min-max } }
                """, "id,kind,x\na,k,0\nb,k,10\nc,l,10\nd,l,20\n")) {
            assertThat(trial.points("x")).isEqualTo("a=0.0 b=100.0 c=0.0 d=100.0");
        }
    }

    @Test
    void thoseLeftOutSetNobodysScale() {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                left-out: case when state = '停工' then '当月停工' end
                among: state <> '竣工'
                indicators: { x: { normalise: min-max } }
                """, "id,state,x\na,在施,0\nb,在施,10\nc,停工,1000\nd,竣工,-1000\n")) {
            assertThat(trial.points("score")).isEqualTo("a=0.0 b=100.0 c=-");
            assertThat(trial.note("score", "c")).isEqualTo("当月停工");
        }
    }

    @Test
    void aWayThatIsNotKnownIsToldWithTheNearest() {
        assertThatThrownBy(() -> Normalise.parse("goalpost 0..1"))
                .hasMessageContaining("unknown way to normalise 'goalpost 0..1', did you mean 'goalposts 60..100'?");
        assertThatThrownBy(() -> Normalise.parse("goalposts 9..1")).hasMessageContaining("better: lower");
        assertThatThrownBy(() -> Normalise.parse("goalposts 0..10 on log")).hasMessageContaining("logarithm");
        assertThatThrownBy(() -> Normalise.parse("min-max of county")).hasMessageContaining("all periods");
        assertThatThrownBy(() -> Normalise.parse("as is roughly")).hasMessageContaining("'roughly'");
        assertThatThrownBy(() -> Normalise.parse("deduct two each")).hasMessageContaining("'two' is not a number");
        assertThatThrownBy(() -> Normalise.parse("steps 5: 1, 3: 2")).hasMessageContaining("rise");
    }
}
