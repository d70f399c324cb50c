/**
 * The files of a home, read and checked against each other: jobs, the rulebook they share, versions of schemes, and
 * which clause is answered by what.
 *
 * <p>Public: {@link org.tongbao.rulebook.ClauseCoverage}, {@link org.tongbao.rulebook.Job},
 * {@link org.tongbao.rulebook.JobPeriod}, {@link org.tongbao.rulebook.MailingLists},
 * {@link org.tongbao.rulebook.Printed}, {@link org.tongbao.rulebook.RankedScheme},
 * {@link org.tongbao.rulebook.Rulebook}, {@link org.tongbao.rulebook.SchemeVersions}, {@link org.tongbao.rulebook.Steps},
 * {@link org.tongbao.rulebook.Timing}, {@link org.tongbao.rulebook.Unconfirmed},
 * {@link org.tongbao.rulebook.Unused}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "deliver",
            "issue",
            "render",
            "decide",
            "rank",
            "score",
            "score::scheme",
            "measure",
            "check",
            "pull",
            "warehouse",
            "run",
            "message",
            "home",
            "spec"
        })
package org.tongbao.rulebook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
