/**
 * What offices and sites keep in {@link org.tongbao.sample.ledger.Ledgers}: registers, and ledgers of a year or of all
 * months.
 */
@NullMarked
package org.tongbao.sample.ledger;

import org.jspecify.annotations.NullMarked;
