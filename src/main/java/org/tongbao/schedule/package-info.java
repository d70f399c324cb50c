/**
 * Quartz triggers, the agenda of what is due, and catch-up: when a job runs.
 *
 * <p>Public: {@link org.tongbao.schedule.Occasion}, {@link org.tongbao.schedule.Schedule},
 * {@link org.tongbao.schedule.ScheduledJobs}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"job", "rulebook", "operations", "warehouse", "run", "message", "home", "spec"})
package org.tongbao.schedule;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
