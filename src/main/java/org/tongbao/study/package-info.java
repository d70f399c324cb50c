/**
 * What would be otherwise: another scheme, the reasons of a movement, the next place, a scheme over a plain table.
 *
 * <p>Public: {@link org.tongbao.study.Movement}, {@link org.tongbao.study.NextPlace},
 * {@link org.tongbao.study.PlainScoring}, {@link org.tongbao.study.Simulation}.
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
package org.tongbao.study;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
