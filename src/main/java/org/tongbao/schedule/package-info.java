/**
 * Quartz triggers, calendars and catch-up: when a job runs.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"job", "rulebook", "operations", "warehouse", "run", "message", "home", "spec"})
package org.tongbao.schedule;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
