/**
 * What is told to a person, in their language.
 *
 * <p>Public: {@link org.tongbao.message.FailureReason}, {@link org.tongbao.message.Language}, {@link org.tongbao.message.Localized},
 * {@link org.tongbao.message.Refusal}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"home", "spec"})
package org.tongbao.message;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
