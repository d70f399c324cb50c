/**
 * A job.yaml assembled into a Spring Batch job: its steps, restart and progress; reports, backups, files given back.
 *
 * <p>Public: {@link org.tongbao.job.Backup}, {@link org.tongbao.job.DryRun}, {@link org.tongbao.job.FileReturn},
 * {@link org.tongbao.job.Runner}, {@link org.tongbao.job.Runs}, {@link org.tongbao.job.StepFailed}.
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
            "warehouse::ledger",
            "run",
            "message",
            "home",
            "spec"
        })
package org.tongbao.job;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
