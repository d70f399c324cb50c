package org.tongbao.measure;

import java.util.List;
import org.tongbao.run.Period;
import org.tongbao.spec.SpecFiles.SqlFile;

/**
 * One file of {@code jobs/rulebook/rules/THEME/}: an indicator, a finding, or a duty, which is both. The key that names it
 * says which.
 */
public sealed interface Rule permits Indicator, FindingRule, Duty {

    /** Its name, which is its file's too. */
    String name();

    /** Its title, as bulletins print it. */
    String title();

    /** What exactly it counts or finds. */
    String meaning();

    /** The kind of subject that it is about. */
    String subject();

    /** The kinds of periods over which jobs apply it without naming it. */
    List<Period.Kind> every();

    /** The clauses that it rests on. */
    List<String> basis();

    /** The file. */
    SqlFile sql();
}
