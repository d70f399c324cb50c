/**
 * Where everything lies and who may look into it, what files are called, and what the settings say.
 *
 * <p>Public: {@link org.tongbao.home.Durable}, {@link org.tongbao.home.FileNames}, {@link org.tongbao.home.Home},
 * {@link org.tongbao.home.OwnerOnly}, {@link org.tongbao.home.Settings}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"spec"})
package org.tongbao.home;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
