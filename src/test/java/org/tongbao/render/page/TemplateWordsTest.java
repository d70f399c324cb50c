package org.tongbao.render.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongbao.spec.Layers;

/** Words come from numbers, and no number is typed. */
class TemplateWordsTest {

    private static final Path TEMPLATES = Path.of("report-templates");

    /** What is no text: comments, styles, {@code ${...}} and tags of FreeMarker and HTML; {@code ->} does not end a tag. */
    private static final Pattern NO_TEXT =
            Pattern.compile("(?s)<#--.*?-->|<style>.*?</style>|\\$\\{(?:[^{}\"']|\"[^\"]*\"|'[^']*')*}"
                    + "|<(?:[^>\"']|\"[^\"]*\"|'[^']*'|(?<=-)>)*>");

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    /** Names with figures in them. */
    private static final Pattern NAMES = Pattern.compile("(?:JGJ|GB)(?:/T)? ?[0-9]+(?:-[0-9]{4})?");

    @TempDir
    Path folder;

    @Test
    void noTemplateHasANumberTypedInItsProse() throws IOException {
        var typed = new ArrayList<String>();
        try (var files = Files.walk(TEMPLATES)) {
            for (var file : files.filter(file -> file.toString().endsWith(".ftlh"))
                    .sorted()
                    .toList()) {
                prose(Files.readString(file)).stream()
                        .filter(text ->
                                NAMES.matcher(text).replaceAll("").chars().anyMatch(c -> Character.isDigit(c)))
                        .forEach(text -> typed.add(TEMPLATES.relativize(file) + ": " + text));
            }
        }
        assertThat(typed).isEmpty();
        assertThat(prose("<p title=\"共5个\">${o.whole(x, 2)}处</p>\n<#assign y = rows?filter(r -> r.z gt 3)>其中12处"))
                .as("the test can see")
                .containsExactly("处", "其中12处", "共5个");
    }

    /** The lines of text, and quoted texts with Chinese characters in tags. */
    private static List<String> prose(String template) {
        var prose = new ArrayList<String>();
        NO_TEXT.matcher(template)
                .replaceAll("\u0000")
                .lines()
                .map(line -> line.replace("\u0000", "").strip())
                .filter(line -> !line.isEmpty())
                .forEach(prose::add);
        NO_TEXT.matcher(template)
                .results()
                .map(tag -> tag.group())
                .filter(tag -> !tag.startsWith("<#--") && !tag.startsWith("<style"))
                .flatMap(tag -> QUOTED.matcher(tag).results())
                .map(quoted -> quoted.group(1).replaceAll("\\$\\{[^}]*}", ""))
                .filter(text ->
                        text.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN))
                .forEach(prose::add);
        return prose;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "o.change(73.64, 73.61, 1, '个百分点')    | ，较上月持平",
                "o.change(75.7, 73.6, 1, '个百分点')      | ，较上月上升2.1个百分点",
                "o.change(73.6, 75.7, 1, '个百分点')      | ，较上月下降2.1个百分点",
                "o.change(73.6, '', 1, '个百分点')        | ''",
                "o.more(0, 0, '起')                      | ，较上月持平",
                "o.more(3, 1, '起', '较上年同期')         | ，较上年同期增加2起",
                "o.names([{'n':'甲'},{'n':'乙'}], 'n', 5) | 甲、乙",
                "o.names([{'n':'甲'},{'n':'乙'},{'n':'丙'}], 'n', 2) | 甲、乙等3个",
                "o.tied([{'n':'甲','x':3},{'n':'乙','x':3},{'n':'丙','x':2}], 'x')?map(r -> r.n)?join('、') | 甲、乙",
                "o.tied([{'n':'甲','x':3.04},{'n':'乙','x':2.96}], 'x', 1)?size | 2",
                "o.tied([], 'x')?size                    | 0",
                "o.interval(3, 3)                        | （3）",
                "o.fixed(2.675, 2)                       | 2.68",
                "o.percent('')                           | —",
                "o.arrow(-2)                             | ▼2",
                "o.numeral(12)                           | 十二"
            })
    void wordsFollowTheNumbers(String expression, String words) throws IOException {
        Files.createDirectories(folder.resolve("shared"));
        Files.copy(TEMPLATES.resolve("shared/macros.ftlh"), folder.resolve("shared/macros.ftlh"));
        Files.writeString(folder.resolve("page.ftlh"), "<#import \"/shared/macros.ftlh\" as o>${" + expression + "}");
        assertThat(new PageTemplates(Layers.of(folder)).fill("page.ftlh", Map.of()))
                .isEqualTo(words);
    }
}
