package org.tongbao.release;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tongbao.release.Checklist.Item;
import org.tongbao.render.Bulletin;

/** What an editor looks for in a document before it is issued, whatever its figures are. Each rule gives the points of one document. */
final class EditorRules {

    private static final List<Function<Bulletin, Stream<Item>>> ALL = List.of(EditorRules::number);

    private EditorRules() {}

    /** The points of a document, in the order of the rules. */
    static List<Item> of(Bulletin bulletin) {
        return ALL.stream().flatMap(rule -> rule.apply(bulletin)).toList();
    }

    /** 发文字号 begins with the office's code. */
    private static Stream<Item> number(Bulletin bulletin) {
        return bulletin.letterhead().getOrDefault("code", "").isBlank()
                ? Stream.of(new Item(true, bulletin.name() + "没有机关代字（bulletin.yaml 的 letterhead.code），不能编号"))
                : Stream.empty();
    }
}
