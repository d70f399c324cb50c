package org.tongbao.home;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What files and folders that are named after data may be called: every file system takes it, Windows' and those of a
 * memory stick too. A name that is short and ordinary stays as it is. What a file system refuses becomes {@code _}; what
 * is too long is cut and bears a hash of all of it, so that names that differ at their ends stay different. The name in
 * full stands in the document.
 */
public final class FileNames {

    /** File systems take 255 bytes, and a file is called {@code NAME.part} until it is whole. */
    private static final int MOST_BYTES = 255 - ".part".length();

    private static final int ENDING_BYTES = ".xlsx".length();

    /** 64 bits keep the copies of a bulletin apart, and leave the name room. */
    private static final int HASH = 16;

    private static final String REFUSED = "\\/:*?\"<>|";
    private static final Pattern ENDING = Pattern.compile("(\\.[A-Za-z0-9]{1,5}){1,2}$");
    private static final Pattern OUTER_BLANKS = Pattern.compile("[.\\s\\u00A0\\u3000](?=[.\\s\\u00A0\\u3000]*$)");
    private static final Pattern HIDDEN = Pattern.compile("\\G[.\\s\\u00A0\\u3000]");

    /** Devices of Windows, whatever ending stands behind them; the raised digits count as digits. */
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9¹²³])[ ]*(\\..*)?");

    private FileNames() {}

    /** The whole name of a file, or of a folder; a file's ending is kept when it is cut. */
    public static String whole(String wanted) {
        var name = visible(wanted);
        return bytes(name) <= MOST_BYTES ? name : marked(name, MOST_BYTES, wanted);
    }

    /** The same for one whose neighbours are not known: a name that has to be changed at all bears the hash. */
    public static String alone(String wanted) {
        var name = visible(wanted);
        return name.equals(wanted) && bytes(name) <= MOST_BYTES ? name : marked(name, MOST_BYTES, wanted);
    }

    /** The name of a file without its ending, which has at most the length of {@code .xlsx}. */
    public static String stem(String wanted) {
        var name = taken(wanted);
        int most = MOST_BYTES - ENDING_BYTES;
        return bytes(name) <= most ? name : cut(name, "~" + hash(wanted), most);
    }

    /** From the last dot on, such as {@code .pdf}; empty without one. */
    public static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }

    private static String visible(String wanted) {
        return OUTER_BLANKS.matcher(taken(wanted)).replaceAll("_");
    }

    private static String taken(String wanted) {
        var name = new StringBuilder();
        wanted.codePoints().forEach(c -> name.appendCodePoint(isTaken(c) ? c : '_'));
        var seen = HIDDEN.matcher(name).replaceAll("_");
        return DEVICE.matcher(seen).matches() ? "_" + seen : seen.isEmpty() ? "_" : seen;
    }

    /** Control characters hide what a name is, and so do those that turn the direction of writing. */
    private static boolean isTaken(int character) {
        return REFUSED.indexOf(character) < 0
                && switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
    }

    private static String marked(String name, int most, String wanted) {
        var found = ENDING.matcher(name);
        var ending = found.find() ? found.group() : "";
        return cut(name.substring(0, name.length() - ending.length()), "~" + hash(wanted) + ending, most);
    }

    private static String cut(String name, String rest, int most) {
        int left = most - bytes(rest);
        var beginning = new StringBuilder();
        for (int c : name.codePoints().toArray()) {
            left -= bytes(Character.toString(c));
            if (left < 0) {
                break;
            }
            beginning.appendCodePoint(c);
        }
        return beginning + rest;
    }

    /**
     * Names for several things beside each other, of which no two are the same, nor the same but for case or for how their
     * letters are composed. What would share a name with another has its key behind it.
     *
     * @param wanted what they would be called; their order counts only where the keys, too, are too like
     * @param key of each
     * @param form {@link #whole} or {@link #stem}
     */
    public static <T> Map<T, String> distinct(
            Map<T, String> wanted, Function<T, String> key, UnaryOperator<String> form) {
        var sharing = new HashMap<String, Integer>();
        wanted.values().forEach(name -> sharing.merge(folded(form.apply(name)), 1, Integer::sum));
        var taken = new HashSet<>(sharing.keySet());
        var names = new LinkedHashMap<T, String>();
        wanted.forEach((thing, want) -> {
            var name = form.apply(want);
            if (sharing.getOrDefault(folded(name), 0) > 1) {
                var longer = want + "-" + key.apply(thing);
                name = form.apply(longer);
                for (int more = 0; !taken.add(folded(name)); more++) {
                    name = form.apply(longer + "~" + hash(longer + "\n" + more));
                }
            }
            names.put(thing, name);
        });
        return names;
    }

    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String hash(String text) {
        return DigestUtils.sha256Hex(text).substring(0, HASH);
    }
}
