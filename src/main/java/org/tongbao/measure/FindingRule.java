package org.tongbao.measure;

import java.util.List;
import java.util.Optional;
import org.tongbao.run.Period;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Origin;

/**
 * What must not be: {@code jobs/rulebook/rules/THEME/NAME.sql} with the key {@code finding}. The file's query gives one row
 * for each case: {@code subject, case_key} (the same case has the same key in the next period), {@code since, due, detail} and {@code
 * origin} of the row that shows it, or of the obliged subject's row where a record is absent. Where {@code since} is null, a case begins with the period in which it
 * was first found.
 *
 * @param name its name in ladders and tables
 * @param title as bulletins print it
 * @param meaning what exactly breaks the rule
 * @param subject kind of subject that is in breach
 * @param every kinds of periods over which jobs look for it without naming it
 * @param basis clauses it rests on
 * @param sql the file, with the query that gives the cases
 */
public record FindingRule(
        String name,
        String title,
        String meaning,
        String subject,
        List<Period.Kind> every,
        List<String> basis,
        SqlFile sql)
        implements Rule {

    static final List<String> COLUMNS = List.of("subject", "case_key", "since", "due", "detail", Origin.COLUMN);

    public FindingRule {
        every = List.copyOf(every);
        basis = List.copyOf(basis);
    }

    FindingRule(RuleHeader header, SqlFile sql) {
        this(header.name(), header.title(), header.meaning(), header.subject(), header.every(), header.basis(), sql);
    }

    static Optional<FindingRule> read(SqlFile sql) {
        return sql.header().as(b -> new FindingRule(RuleHeader.read(sql, "finding"), sql));
    }
}
