package org.tongbao.deliver;

/** A server could not be talked to. What was to go there stands in the ledger, and the next call sends it. */
public final class DeliveryFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeliveryFailed(String message) {
        super(message);
    }
}
