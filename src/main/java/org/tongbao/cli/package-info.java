/**
 * The commands: what a person types and what the terminal shows. Nothing else knows the terminal.
 *
 * <p>Public: {@link org.tongbao.cli.Tongbao}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "schedule",
            "job",
            "release",
            "study",
            "print",
            "pipeline",
            "rulebook",
            "operations",
            "sample",
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
            "warehouse::ledger",
            "run",
            "message",
            "home",
            "spec"
        })
package org.tongbao.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
