/**
 * The commands: what a person types and what the terminal shows. Nothing else knows the terminal.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "schedule",
            "job",
            "deliver",
            "issue",
            "render",
            "decide",
            "rank",
            "score",
            "measure",
            "check",
            "pull",
            "sample",
            "warehouse",
            "run",
            "spec"
        })
package org.tongbao.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
