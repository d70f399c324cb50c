/**
 * A job.yaml assembled into a Spring Batch job: its steps, restart and progress; the whole rulebook, cross-checked.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "release",
            "print",
            "pipeline",
            "rulebook",
            "operations",
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
package org.tongbao.job;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
