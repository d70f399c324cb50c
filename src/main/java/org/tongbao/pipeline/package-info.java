/**
 * Measure, score, rank, its uncertainty and decide over one pinned session, for all who need it: a run, a restatement,
 * a simulation, the reasons of a movement.
 *
 * <p>Public: {@link org.tongbao.pipeline.Pipeline}, {@link org.tongbao.pipeline.RankUncertainty}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
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
package org.tongbao.pipeline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
