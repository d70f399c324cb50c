package org.tongbao.measure;

import java.util.List;
import java.util.Optional;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Origin;

/**
 * What must not be: {@code jobs/rulebook/findings/FOLDER/NAME.sql}. The file's query gives one row for each case: {@code
 * subject, case_key} (the same case has the same key in the next period), {@code since, due, detail} and {@code
 * origin} of the row that shows it, or of the obliged subject's row where a record is absent. Where {@code since} is null, a case begins with the period in which it
 * was first found.
 *
 * @param name its name in ladders and tables
 * @param title as bulletins print it
 * @param meaning what exactly breaks the rule
 * @param subject kind of subject that is in breach
 * @param basis clauses it rests on
 * @param sql the file
 */
public record FindingRule(String name, String title, String meaning, String subject, List<String> basis, SqlFile sql) {

    static final List<String> COLUMNS = List.of("subject", "case_key", "since", "due", "detail", Origin.COLUMN);

    public FindingRule {
        basis = List.copyOf(basis);
    }

    static Optional<FindingRule> read(SqlFile sql) {
        return sql.header().as(b -> {
            b.texts(RuleHeader.ANY_OF);
            var title = RuleHeader.of(sql);
            return new FindingRule(
                    RuleHeader.nameOf(sql, "finding"),
                    title.title(),
                    title.meaning(),
                    b.text("subject"),
                    RuleHeader.basis(b),
                    sql);
        });
    }
}
