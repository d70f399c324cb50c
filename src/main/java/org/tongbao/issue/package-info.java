/**
 * The archive: artifacts, hashes, manifest, verification; the register of what was issued under which number.
 *
 * <p>Public: {@link org.tongbao.issue.Archive}, {@link org.tongbao.issue.Chain},
 * {@link org.tongbao.issue.DocumentNumber}, {@link org.tongbao.issue.Register}, {@link org.tongbao.issue.SpecArchive}, {@link org.tongbao.issue.Verification}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "home", "spec"})
package org.tongbao.issue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
