package org.tongbao.deliver;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tongbao.home.FileNames;

/**
 * A file in a message, and what it is called there.
 *
 * @param name as the recipient sees it
 * @param fallback name in ASCII, for programs that know no other
 */
public record Attachment(Path file, String name, String fallback) {

    private static final Map<String, String> TYPES = Map.of(
            ".pdf", "application/pdf",
            ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation");

    private static final int LINE = 76;
    private static final String FOLD = "\r\n ";
    private static final String CHARSET = "UTF-8''";

    /** Of RFC 2231's attribute characters those that no mail server has ever been seen to mind. */
    private static final String PLAIN = "!#$&+-.^_`|~";

    /** The field {@code Content-Type}; who does not know RFC 2231 reads its name. */
    String contentType() {
        var ending = FileNames.ending(name).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(ending, "application/octet-stream") + ";" + FOLD + quoted("name", fallback);
    }

    /**
     * The field {@code Content-Disposition}. A name that is not ASCII stands in it as RFC 2231 says: in UTF-8, percent by
     * percent, over as many numbered lines as it takes. No character is parted between two lines, as some readers decode each
     * line for itself. There is no second, plain {@code filename} beside it: of the two many readers take the plain one.
     */
    String disposition() {
        // What looks like an encoded word is taken for one by some readers, also where RFC 2047 has none.
        if (isAscii(name) && !name.contains("=?") && name.length() <= LINE - " filename=\"\"".length()) {
            return "attachment;" + FOLD + quoted("filename", name);
        }
        var lines = lines();
        var field = new StringBuilder("attachment");
        for (int i = 0; i < lines.size(); i++) {
            field.append(';').append(FOLD).append(lines.size() == 1 ? "filename*=" : "filename*" + i + "*=");
            field.append(i == 0 ? CHARSET : "").append(lines.get(i));
        }
        return field.toString();
    }

    private List<String> lines() {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        int room = LINE - " filename*00*=;".length() - CHARSET.length();
        for (int character : name.codePoints().toArray()) {
            var encoded = encoded(character);
            if (line.length() + encoded.length() > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(encoded);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String encoded(int character) {
        boolean letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
        if (letter || (character >= '0' && character <= '9') || PLAIN.indexOf(character) >= 0) {
            return Character.toString(character);
        }
        var encoded = new StringBuilder();
        for (byte b : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
            encoded.append("%%%02X".formatted(b & 0xFF));
        }
        return encoded.toString();
    }

    private static String quoted(String parameter, String text) {
        return parameter + "=\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Whether a text can stand in a field as it is. */
    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }
}
