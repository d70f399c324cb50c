package org.tongbao.message;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why something failed, in one sentence that a person at the machine understands. */
public final class FailureReason {

    private static final Pattern CLASS = Pattern.compile("(?:[a-z][\\w]*\\.)+[A-Z]\\w*(?:Exception|Error|Failed): ");

    /** What libraries put around the words of a database: who called it, with which statement, the code of the mistake. */
    private static final Pattern AROUND = Pattern.compile(
            "^\\w+Callback; (?:uncategorized SQLException (?:for SQL \\[.*?\\])?; SQL state \\[\\w*\\]; error code \\[\\d+\\]; |SQL \\[.*?\\]; )?"
                    + "|IO Exception: |;? SQL statement:.*| \\[\\d{5}-\\d+\\]$");

    private FailureReason() {}

    /** What befalls a machine, each with words of its own. */
    private enum Trouble {
        FULL(
                "trouble.full",
                "No space left on device|There is not enough space on the disk|设备上没有空间|磁盘空间不足|Disk quota exceeded"
                        + "|max_temp_directory_size"),
        RIGHTS("trouble.rights", "Permission denied|Read-only file system|权限不够|拒绝访问|只读文件系统|Access is denied"),
        DESCRIPTORS("trouble.descriptors", "Too many open files|打开的文件过多"),
        CORRUPT(
                "trouble.corrupt",
                "not a valid DuckDB database file|Corrupt database file|Failed to load metadata pointer|Checksum mismatch"
                        + "|checksum .{0,40}does not match|Could not read enough bytes|could not (?:be )?deserializ"
                        + "|Serialization Error|File corrupted|File is corrupted|Unexpected WAL|Failure while replaying WAL"),
        MEMORY(
                "trouble.memory",
                "Java heap space|GC overhead limit exceeded|Out of Memory Error|failed to allocate data of size");

        private final String key;
        private final Pattern words;

        Trouble(String key, String words) {
            this.key = key;
            this.words = Pattern.compile(words);
        }

        private String key() {
            return key;
        }

        static Optional<Trouble> in(String message) {
            return Arrays.stream(values())
                    .filter(each -> each.words.matcher(message).find())
                    .findFirst();
        }
    }

    /** What failed with a cause, in English. */
    public static String sentence(Throwable cause) {
        return sentence(cause, Language.ENGLISH);
    }

    /** What failed with a cause: its own words, or those of the trouble that the machine has. */
    public static String sentence(Throwable cause, Language language) {
        var told = plain(Localized.of(cause, language), cause);
        for (var each = cause; each != null; each = each.getCause()) {
            if (each instanceof AccessDeniedException denied) {
                return language.say("trouble.rights", described(denied));
            }
            var trouble = Trouble.in(String.valueOf(each));
            if (trouble.isPresent()) {
                // "the transaction cannot be taken back" hides why
                var words = Trouble.in(told).isPresent() || cause instanceof Localized
                        ? told
                        : String.valueOf(each.getMessage());
                return language.say(trouble.get().key(), line(words));
            }
        }
        return line(told);
    }

    /** The same with all that the cause itself has to say, if it is no trouble of the machine. */
    public static String told(Throwable cause, Language language) {
        return isTrouble(cause) ? sentence(cause, language) : Localized.of(cause, language);
    }

    /** Whether the machine is what failed: its disk, its rights, its files, its memory. */
    public static boolean isTrouble(Throwable cause) {
        for (var each = cause; each != null; each = each.getCause()) {
            if (each instanceof FileSystemException
                    || each instanceof UncheckedIOException
                    || Trouble.in(String.valueOf(each)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** The same of a message that was kept. */
    public static String sentence(String message) {
        var line = line(message);
        return Trouble.in(message)
                .filter(trouble -> !line.contains(opening(trouble)))
                .map(trouble -> Language.ENGLISH.say(trouble.key(), line))
                .orElse(line);
    }

    private static String opening(Trouble trouble) {
        return Language.ENGLISH.say(trouble.key(), "").strip();
    }

    /** The system's bare name of a file says nothing of what is wrong with it. */
    private static String plain(String message, Throwable cause) {
        for (var each = cause; each != null; each = each.getCause()) {
            if (each instanceof NoSuchFileException absent && message.endsWith(String.valueOf(absent.getFile()))) {
                return message + " is not there";
            }
        }
        return message.isBlank() ? cause.toString() : message;
    }

    private static String described(FileSystemException e) {
        return e.getFile() + (e.getReason() == null ? "" : ": " + e.getReason());
    }

    /** The first line of a message, with the next when it announces a list; without what only programmers read. */
    private static String line(String message) {
        var lines = message.strip().lines().map(String::strip).toList();
        var line = lines.isEmpty() ? "" : lines.get(0);
        if (line.endsWith(":") && lines.size() > 1) {
            line += " " + lines.get(1);
        }
        return CLASS.matcher(AROUND.matcher(line).replaceAll("")).replaceAll("");
    }
}
