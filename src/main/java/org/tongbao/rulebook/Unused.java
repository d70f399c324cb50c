package org.tongbao.rulebook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tongbao.warehouse.Session;

/**
 * What the rulebook holds and a run leaves out.
 *
 * @param kind dataset, indicator, finding, scheme, ladder, bulletin, or weight: of an indicator in a scheme
 * @param name its name in files and tables; of a weight, the scheme's
 * @param title as people read it; of a weight, the indicator's with its share of the score
 * @param reason why
 * @param because the datasets that are not in use, or the clauses that are not in force
 */
public record Unused(String kind, String name, String title, Reason reason, String because) {

    /** What a pinned run left out, datasets, rules and schemes, and for want of what. */
    public static Map<String, String> reasons(Session pinned) {
        var reasons = new LinkedHashMap<String, String>();
        pinned.query("select name, because from unused where kind <> 'weight' order by kind, name")
                .forEach(row -> reasons.put(row.text("name"), row.text("because")));
        return reasons;
    }

    /** The names of those that a pinned run did not leave out. */
    public static List<String> without(Session pinned, List<String> names) {
        var unused = reasons(pinned).keySet();
        return names.stream().filter(name -> !unused.contains(name)).toList();
    }

    /** Why something is left out. */
    public enum Reason {
        /** Data that it needs never came, or are no longer kept: nothing is known, which is not zero. */
        NOT_IN_USE("未启用"),
        /** A ledger of events that is kept, and of which nothing came for the period: whether nothing happened is not known. */
        NOT_REPORTED("未报"),
        /** No regulation that it rests on is in force for the bureau. */
        NOT_IN_FORCE("未施行");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** As reports print it. */
        public String word() {
            return word;
        }
    }
}
