/**
 * Quartz triggers, calendars and catch-up: when a job runs.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"job", "warehouse", "run", "spec"})
package org.tongbao.schedule;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
