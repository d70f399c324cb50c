/**
 * Which bulletins and which copies of them are printed, on which nodes.
 *
 * <p>Public: {@link org.tongbao.print.BulletinPrinter}, {@link org.tongbao.print.DraftComparison},
 * {@link org.tongbao.print.PartitionedPrinter}, {@link org.tongbao.print.Preview}, {@link org.tongbao.print.RenderWorker}.
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
            "warehouse::ledger",
            "run",
            "message",
            "home",
            "spec"
        })
package org.tongbao.print;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
