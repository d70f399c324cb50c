package org.tongbao.pull.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** A file that cannot be read at all, and why. */
public final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Unreadable(String message) {
        super(message);
    }

    Unreadable(String message, Throwable cause) {
        super(message, cause);
    }

    /** A file that cannot be unpacked. */
    public static Unreadable of(IOException e) {
        if (e instanceof EOFException) {
            return new Unreadable("it is cut off: the packed file ends too early", e);
        }
        if (e instanceof FileSystemException) {
            return new Unreadable("it cannot be read: " + e.getMessage(), e);
        }
        return String.valueOf(e.getMessage()).contains("encrypted")
                ? new Unreadable("it is protected by a password", e)
                : new Unreadable("it cannot be unpacked: " + e.getMessage(), e);
    }
}
