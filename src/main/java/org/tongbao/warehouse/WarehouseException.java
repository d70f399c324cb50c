package org.tongbao.warehouse;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The engine refused a statement, or could not open its file. */
public final class WarehouseException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final Pattern LINE = Pattern.compile("LINE (\\d+):");

    private final boolean locked;

    WarehouseException(String message) {
        this(message, false);
    }

    private WarehouseException(String message, boolean locked) {
        super(message);
        this.locked = locked;
    }

    static WarehouseException locked(String message) {
        return new WarehouseException(message, true);
    }

    WarehouseException(String statement, SQLException cause) {
        super(
                cause.getMessage() + "\nin: "
                        + (statement.length() > 600 ? statement.substring(0, 600) + "…" : statement),
                cause);
        this.locked = false;
    }

    /** Whether another process holds the warehouse's file. */
    public boolean isLocked() {
        return locked;
    }

    /** What the engine says, without its quotation of the statement. */
    public String reason() {
        var message = getCause() == null
                ? String.valueOf(getMessage())
                : String.valueOf(getCause().getMessage());
        int quotation = message.indexOf("\n\nLINE ");
        return (quotation < 0 ? message : message.substring(0, quotation))
                .replace('\n', ' ')
                .strip();
    }

    /** The line of the statement that the engine points to, if it points to one; the first is 1. */
    public Optional<Integer> line() {
        var match = LINE.matcher(String.valueOf(getMessage()));
        return match.find() ? Optional.of(Integer.valueOf(match.group(1))) : Optional.empty();
    }
}
