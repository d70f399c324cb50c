package org.tongbao.home;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file system takes the names that data give, and no two are the same. */
class FileNamesTest {

    private static final String LONG = "景澜市临澜区老旧小区综合改造工程".repeat(20);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "临澜区",
                "虚构工地1号（二期）",
                "monthly-ranking-2026-06-临澜区",
                "六月.csv.xlsx",
                "𠮷野家",
                "Co., Ltd",
                "CONSOLE",
                "comet",
                "名~1",
            })
    void anOrdinaryNameStays(String name) {
        assertThat(FileNames.whole(name)).isEqualTo(name);
        assertThat(FileNames.alone(name)).isEqualTo(name);
        assertThat(FileNames.stem(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "一标段/二标段|一标段_二标段",
                "a\\b:c*d?e\"f<g>h|a_b_c_d_e_f_g_h",
                "CON|_CON",
                "con.txt|_con.txt",
                "Lpt¹.pdf|_Lpt¹.pdf",
                "NUL .pdf|_NUL .pdf",
                "..|__",
                ".ssh|_ssh",
                "尾.|尾_",
                "` 首尾  `|_首尾__",
                "``|_",
            })
    void whatIsRefusedSomewhereIsReplaced(String wanted, String name) {
        assertThat(FileNames.whole(wanted)).isEqualTo(name);
    }

    @Test
    void whatHidesAPartOfTheNameIsReplaced() {
        assertThat(FileNames.whole("两行\r\n名\t称\u0000")).isEqualTo("两行__名_称_");
        assertThat(FileNames.whole("名\u202Efdp.exe\u2028\u200B")).isEqualTo("名_fdp.exe__");
        assertThat(FileNames.whole("半个\uD83C字")).isEqualTo("半个_字");
    }

    @Test
    void behindAStemAnEndingIsToComeSoItsDotStays() {
        assertThat(FileNames.stem("通报-2026-06-有限公司Ltd.")).isEqualTo("通报-2026-06-有限公司Ltd.");
        assertThat(FileNames.stem("nul")).isEqualTo("_nul");
    }

    @Test
    void aLongNameIsCutBetweenCharactersKeepsItsEndingAndDiffersFromItsLikes() {
        var one = FileNames.whole(LONG + "甲.csv.xlsx");
        assertThat(one).startsWith(LONG.substring(0, 60)).matches("(?s).*~[0-9a-f]{16}\\.csv\\.xlsx");
        assertThat(one.getBytes(UTF_8).length).isBetween(245, 250);
        assertThat(FileNames.whole(LONG + "乙.csv.xlsx")).isNotEqualTo(one);
        assertThat(FileNames.whole(one)).isEqualTo(one);
        assertThat(FileNames.stem("🏗".repeat(100)).getBytes(UTF_8).length).isBetween(240, 245);
        assertThat(UTF_8.newEncoder().canEncode(FileNames.stem("a" + "🏗".repeat(100))))
                .isTrue();
    }

    @Test
    void oneWhoseNeighboursAreNotKnownBearsTheHashOnceItIsChanged() {
        assertThat(FileNames.alone("甲/乙.xlsx"))
                .matches("甲_乙~[0-9a-f]{16}\\.xlsx")
                .isNotEqualTo(FileNames.alone("甲:乙.xlsx"));
    }

    @Test
    void namesBesideEachOtherDifferAlsoWhereCaseIsNotSeen() {
        var wanted = new LinkedHashMap<String, String>();
        wanted.put("1", "同名");
        wanted.put("2", "同名");
        wanted.put("3", "同名-1");
        wanted.put("4", "ABC");
        wanted.put("5", "abc");
        wanted.put("6", "一人");
        var names = FileNames.distinct(wanted, Function.identity(), FileNames::whole);
        assertThat(names)
                .containsEntry("2", "同名-2")
                .containsEntry("3", "同名-1")
                .containsEntry("4", "ABC-4")
                .containsEntry("5", "abc-5")
                .containsEntry("6", "一人");
        assertThat(names.get("1")).matches("同名-1~[0-9a-f]{16}");
    }

    @Test
    void tenThousandOddNamesAreTakenAndDiffer() {
        var random = new Random(7);
        var parts = List.of("a", "A", "甲", "/", ".", " ", "\n", "CON", "é", "e\u0301", "🏗", LONG, "-1", "~");
        for (var form : List.<UnaryOperator<String>>of(FileNames::whole, FileNames::stem)) {
            for (int round = 0; round < 100; round++) {
                var wanted = new LinkedHashMap<String, String>();
                for (int i = 0; i < 100; i++) {
                    var name = new StringBuilder();
                    for (int n = random.nextInt(5); n >= 0; n--) {
                        name.append(parts.get(random.nextInt(parts.size())));
                    }
                    wanted.put(String.valueOf(i), name.toString());
                }
                verify(FileNames.distinct(wanted, Function.identity(), form));
            }
        }
    }

    private static void verify(Map<String, String> names) {
        var seen = new HashSet<String>();
        names.forEach((key, name) -> {
            assertThat(seen.add(java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFC)
                            .toLowerCase(Locale.ROOT)))
                    .as(name)
                    .isTrue();
            assertThat(name.getBytes(UTF_8).length).isLessThanOrEqualTo(250);
            assertThat(name).doesNotContain("/", "\n").doesNotStartWith(".");
        });
    }
}
