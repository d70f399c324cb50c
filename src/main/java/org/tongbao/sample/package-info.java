/**
 * Invents a city and its files, dirt included, as a bureau would receive them.
 *
 * <p>{@code City} holds who there is, with hidden qualities that drive what happens; {@code Registers} writes it down.
 * {@code Supervision}, {@code Accidents}, {@code Platforms} and {@code Readings} tell a month each; {@code Soil} dirties
 * what they tell; {@code SampleWriter} makes files of it and lists the dirt.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "spec"})
package org.tongbao.sample;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
