/**
 * What would be otherwise: another scheme, the reasons of a movement, the next place, a scheme over a plain table.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "print",
            "pipeline",
            "rulebook",
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
package org.tongbao.study;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
