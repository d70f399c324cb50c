/**
 * Artifacts to recipients, exactly once each.
 *
 * <p>Public: {@link org.tongbao.deliver.Attachment}, {@link org.tongbao.deliver.ConsignedFile},
 * {@link org.tongbao.deliver.Consignment}, {@link org.tongbao.deliver.Delivery},
 * {@link org.tongbao.deliver.DeliveryFailed}, {@link org.tongbao.deliver.DeliveryLedger},
 * {@link org.tongbao.deliver.Destination}, {@link org.tongbao.deliver.FolderDelivery},
 * {@link org.tongbao.deliver.MailServer}, {@link org.tongbao.deliver.Recipients}, {@link org.tongbao.deliver.Routing},
 * {@link org.tongbao.deliver.Units}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "home", "spec"})
package org.tongbao.deliver;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
