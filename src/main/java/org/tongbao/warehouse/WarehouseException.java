package org.tongbao.warehouse;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongbao.message.Language;
import org.tongbao.message.Localized;
import org.tongbao.message.Refusal;

/** The engine refused a statement, or could not open its file. */
public final class WarehouseException extends RuntimeException implements Localized {

    private static final long serialVersionUID = 1;
    private static final Pattern LINE = Pattern.compile("LINE (\\d+):");

    /** Five columns of a table, not the nearest ones. */
    private static final Pattern UNNAMED_CANDIDATES = Pattern.compile("\\s*Candidate bindings: : .*");

    private static final Pattern ABSENT_COLUMN = Pattern.compile(
            "(?i)column (?:named )?\"([^\"]+)\"(?: in EXCLUDE list)?(?: was)? (?:not found|does not exist)"
                    + "|does not have a column named \"([^\"]+)\"");

    private final @Nullable Refusal told;
    private final boolean locked;

    WarehouseException(String message) {
        super(message);
        this.told = null;
        this.locked = false;
    }

    private WarehouseException(Refusal told, boolean locked, @Nullable Throwable cause) {
        super(told.getMessage(), cause);
        this.told = told;
        this.locked = locked;
    }

    /** Another process holds the file. */
    static WarehouseException locked(@Nullable Path file, String process) {
        return new WarehouseException(new Refusal("warehouse.locked", String.valueOf(file), process), true, null);
    }

    /** A statement was ended because it took longer than one may. */
    static WarehouseException tooLong(String statement, Duration limit, SQLException cause) {
        var told = limit.toSeconds() % 60 == 0 ? limit.toMinutes() + " min" : limit.toSeconds() + " s";
        return new WarehouseException(
                new Refusal("warehouse.too-long", told, quoted(statement).strip()), false, cause);
    }

    @Override
    public String in(Language language) {
        return told == null ? String.valueOf(getMessage()) : told.in(language);
    }

    WarehouseException(String statement, SQLException cause) {
        super(cause.getMessage() + quoted(statement), cause);
        this.told = null;
        this.locked = false;
    }

    /** A statement that the engine does not even get to see, said as the engine says it. */
    static WarehouseException at(int line, String why, String statement) {
        return new WarehouseException(why + "\n\nLINE " + line + ":" + quoted(statement));
    }

    private static String quoted(String statement) {
        return "\nin: " + (statement.length() > 600 ? statement.substring(0, 600) + "…" : statement);
    }

    /** Whether another process holds the warehouse's file. */
    public boolean isLocked() {
        return locked;
    }

    /** What the engine says, without its quotation of the statement. */
    public String reason() {
        var message = getCause() == null || told != null
                ? String.valueOf(getMessage())
                : String.valueOf(getCause().getMessage());
        int quotation = message.indexOf("\n\nLINE ");
        return UNNAMED_CANDIDATES
                .matcher(quotation < 0 ? message : message.substring(0, quotation))
                .replaceFirst("")
                .replace('\n', ' ')
                .strip();
    }

    /** The column that the engine did not find, if its words say so. */
    public static Optional<String> absentColumn(String reason) {
        var match = ABSENT_COLUMN.matcher(reason);
        return match.find() ? Optional.of(match.group(1) == null ? match.group(2) : match.group(1)) : Optional.empty();
    }

    /** The line of the statement that the engine points to, if it points to one; the first is 1. */
    public Optional<Integer> line() {
        var match = LINE.matcher(String.valueOf(getMessage()));
        return match.find() ? Optional.of(Integer.valueOf(match.group(1))) : Optional.empty();
    }
}
