package org.tongbao.cli;

import java.util.stream.Collectors;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/** The names of all subjects, so that people read names beside ids. */
final class Names {

    private Names() {}

    /** Makes the view {@code subject_name(kind, subject, name)}. */
    static void define(Session session, Subjects subjects) {
        session.execute("create or replace temp view subject_name as "
                + subjects.kinds().values().stream()
                        .map(kind -> "select '" + kind.name() + "' as kind, cast(" + kind.id()
                                + " as varchar) as subject, " + kind.label() + " as name from " + kind.table())
                        .collect(Collectors.joining(" union all ")));
    }
}
