/**
 * Which bulletins and which copies of them are printed, on which nodes.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "pipeline",
            "rulebook",
            "operations",
            "deliver",
            "issue",
            "render",
            "decide",
            "rank",
            "score",
            "measure",
            "check",
            "pull",
            "warehouse",
            "run",
            "message",
            "home",
            "spec"
        })
package org.tongbao.print;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
