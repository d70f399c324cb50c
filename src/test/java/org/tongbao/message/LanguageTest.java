package org.tongbao.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is told in one language is told in the other, and nothing stands in the catalogues that nobody says. */
class LanguageTest {

    private static final Pattern SAID =
            Pattern.compile("(?:new Refusal|Refusal\\.unknown|\\.and|\\.say)\\(\\s*(?:\\w+ \\? )?\"([a-z.-]+)\"");
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    @Test
    void bothCataloguesHoldTheSameKeysWithTheSamePlaces() {
        assertThat(Language.CHINESE.keys()).isEqualTo(Language.ENGLISH.keys());
        for (var key : Language.ENGLISH.keys()) {
            assertThat(places(Language.CHINESE.say(key))).as(key).isEqualTo(places(Language.ENGLISH.say(key)));
            assertThat(Language.CHINESE.say(key)).as(key).containsPattern("\\p{IsHan}|[，；：]");
        }
    }

    @Test
    void everyKeyIsSaidSomewhereAndWhatIsSaidIsThere() throws IOException {
        var sources = new StringBuilder();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                sources.append(Files.readString(file));
            }
        }
        var all = sources.toString();
        assertThat(Language.ENGLISH.keys()).allSatisfy(key -> assertThat(all).contains("\"" + key + "\""));
        var said = SAID.matcher(all).results().map(found -> found.group(1)).toList();
        assertThat(said).hasSizeGreaterThan(40);
        assertThat(Language.ENGLISH.keys()).containsAll(said);
    }

    @Test
    void theEnvironmentGoesBeforeTheSystemAndWhoeverSpeaksNeitherReadsEnglish() {
        assertThat(Language.of(Map.of(), Locale.SIMPLIFIED_CHINESE)).isEqualTo(Language.CHINESE);
        assertThat(Language.of(Map.of(), Locale.FRENCH)).isEqualTo(Language.ENGLISH);
        assertThat(Language.of(Map.of("TONGBAO_LANGUAGE", "zh"), Locale.ENGLISH))
                .isEqualTo(Language.CHINESE);
        assertThat(Language.of(Map.of("TONGBAO_LANGUAGE", "en"), Locale.CHINA)).isEqualTo(Language.ENGLISH);
    }

    @Test
    void aRefusalKeepsTheRefusalsWithinItInTheLanguageOfTheWhole() {
        var refusal = new Refusal(
                "release.not-delivered", Refusal.unknown("job.unknown", "yar-end", List.of("year-end")), "j", "2026");
        assertThat(refusal)
                .hasMessageStartingWith("issued, but not delivered: no job 'yar-end', did you mean 'year-end'?");
        assertThat(refusal.in(Language.CHINESE)).startsWith("已印发，但没有全部送出：没有作业“yar-end”，是否指“year-end”？");
    }

    private static Set<String> places(String words) {
        var places = new TreeSet<String>();
        PLACE.matcher(words).results().map(MatchResult::group).forEach(places::add);
        return places;
    }
}
