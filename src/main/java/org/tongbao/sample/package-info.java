/**
 * Invents a city and its files, dirt included, as a bureau would receive them.
 *
 * <p>{@code sample.city} is who there is, with hidden qualities that drive what happens; {@code sample.event} is what
 * happens each month and {@code sample.ledger} what offices keep; {@code sample.file} makes files of it, puts dirt into them
 * and lists it. {@link org.tongbao.sample.CitySample} writes all with its {@link org.tongbao.sample.SampleOptions}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "spec"})
package org.tongbao.sample;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
