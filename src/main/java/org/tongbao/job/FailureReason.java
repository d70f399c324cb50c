package org.tongbao.job;

import java.util.regex.Pattern;

/** Why something failed, in one sentence that a person at the machine understands. */
final class FailureReason {

    private static final Pattern CLASS = Pattern.compile("^(?:[a-z][\\w]*\\.)+[A-Z]\\w*(?:Exception|Error|Failed): ");
    private static final Pattern FULL = Pattern.compile(
            "No space left on device|There is not enough space on the disk|设备上没有空间|磁盘空间不足|Disk quota exceeded"
                    + "|max_temp_directory_size");

    private FailureReason() {}

    static String sentence(Throwable cause) {
        var message = cause.getMessage();
        return sentence(message == null || message.isBlank() ? cause.toString() : message);
    }

    /** The first line of a message, with the next when it announces a list; without the names of classes before it. */
    static String sentence(String message) {
        var lines = message.strip().lines().map(String::strip).toList();
        var line = lines.isEmpty() ? "" : lines.get(0);
        if (line.endsWith(":") && lines.size() > 1) {
            line += " " + lines.get(1);
        }
        for (var before = CLASS.matcher(line); before.find(); before = CLASS.matcher(line)) {
            line = line.substring(before.end());
        }
        return FULL.matcher(message).find() ? "the disk is full: " + line : line;
    }
}
