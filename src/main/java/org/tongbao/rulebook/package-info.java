/**
 * The files of a home, read and checked against each other: jobs, the rulebook they share, versions of schemes, and
 * which clause is answered by what.
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
