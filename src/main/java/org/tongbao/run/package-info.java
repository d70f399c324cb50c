/**
 * Run, period, calendar, phases of campaigns, progress and who acts: what every stage is told.
 *
 * <p>Public: {@link org.tongbao.run.Actor}, {@link org.tongbao.run.Period}, {@link org.tongbao.run.Phases}, {@link org.tongbao.run.Progress},
 * {@link org.tongbao.run.Run}, {@link org.tongbao.run.Version}, {@link org.tongbao.run.Workdays}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "spec"})
package org.tongbao.run;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
