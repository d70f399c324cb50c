package org.tongbao.pull.remote;

/** A database or an HTTP service did not give what was asked; what had arrived before stays and counts. */
public final class FetchException extends RuntimeException {

    private static final long serialVersionUID = 1;

    FetchException(String message, Throwable cause) {
        super(message, cause);
    }

    FetchException(String message) {
        super(message);
    }
}
