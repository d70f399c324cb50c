/**
 * Drafts to issued documents: the checklist, approval, numbers, objections, corrections, and what is sent of them.
 *
 * <p>Public: {@link org.tongbao.release.BulletinDelivery}, {@link org.tongbao.release.Checklist},
 * {@link org.tongbao.release.Release}, {@link org.tongbao.release.Restatement}.
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
            "warehouse::ledger",
            "run",
            "message",
            "home",
            "spec"
        })
package org.tongbao.release;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
