/**
 * Sources to datasets: finds the files that have arrived, decodes them, lets the contract judge their rows, and loads them.
 *
 * <p>Public: {@link org.tongbao.pull.Source} (as it is declared), {@link org.tongbao.pull.Pull}, {@link
 * org.tongbao.pull.PullException}; {@link org.tongbao.pull.ReferenceTables}, which are looked at before; {@link
 * org.tongbao.pull.PlainFile}, a table without a source; {@link org.tongbao.pull.LoadReport}, what came; {@link
 * org.tongbao.pull.PersonalNames}, which of it is not shown to everybody; {@link
 * org.tongbao.pull.Originals} and {@link org.tongbao.pull.Original} for files that are given back.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "warehouse::ledger", "run", "message", "home", "spec"})
package org.tongbao.pull;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
