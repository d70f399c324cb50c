/**
 * What ran and what came: {@link org.tongbao.warehouse.ledger.RunLedger} and {@link
 * org.tongbao.warehouse.ledger.LoadLedger}.
 */
@NullMarked
@NamedInterface("ledger")
package org.tongbao.warehouse.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
