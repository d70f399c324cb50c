/**
 * The rules' SQL to the tables observation and finding.
 *
 * <p>{@link org.tongbao.measure.Rules} reads the files; {@link org.tongbao.measure.Measure} computes them, each as one
 * set; {@link org.tongbao.measure.Evidence} shows the rows behind a figure; {@link org.tongbao.measure.Examples} runs
 * the examples beside the rules.
 *
 * <p>Public: {@link org.tongbao.measure.Basis}, {@link org.tongbao.measure.Evidence},
 * {@link org.tongbao.measure.Deliveries}, {@link org.tongbao.measure.Duty}, {@link org.tongbao.measure.Example}, {@link org.tongbao.measure.Examples}, {@link org.tongbao.measure.FindingRule},
 * {@link org.tongbao.measure.Indicator}, {@link org.tongbao.measure.Measure}, {@link org.tongbao.measure.OriginProof}
 * (whether rows behind figures are there), {@link org.tongbao.measure.Rule},
 * {@link org.tongbao.measure.Rules}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "home", "spec"})
package org.tongbao.measure;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
