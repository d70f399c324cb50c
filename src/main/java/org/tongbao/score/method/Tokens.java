package org.tongbao.score.method;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tongbao.spec.Problems;

/** The words of a small grammar, taken from left to right. What does not fit is an {@link IllegalArgumentException}. */
final class Tokens {

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+([eE][+-]?[0-9]+)?");
    private static final Pattern POINT = Pattern.compile("([^:]+):([^:]+)");

    private final String text;
    private final Deque<String> left;

    Tokens(String text) {
        this.text = text.strip();
        this.left = new ArrayDeque<>(List.of(this.text.split("[\\s,]+", -1)));
    }

    /** Takes these words if they come next. */
    boolean accept(String words) {
        var wanted = List.of(words.split(" "));
        if (!List.copyOf(left).subList(0, Math.min(wanted.size(), left.size())).equals(wanted)) {
            return false;
        }
        wanted.forEach(word -> left.remove());
        return true;
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** Whether a number comes next. */
    boolean isNumber() {
        return !left.isEmpty() && NUMBER.matcher(left.peek()).matches();
    }

    /** Whether a range such as 1..100 comes next. */
    boolean isRange() {
        return !left.isEmpty() && left.peek().contains("..");
    }

    /** The next word, which must be one of those known. */
    <T> T oneOf(String what, Map<String, T> known) {
        var word = left.isEmpty() ? "" : left.remove();
        var found = known.get(word);
        if (found == null) {
            throw new IllegalArgumentException("'" + text + "': unknown " + what + " '" + word + "'"
                    + Problems.suggestion(word, new TreeSet<>(known.keySet())));
        }
        return found;
    }

    /** All that is left, as one text. */
    String rest() {
        var rest = String.join(" ", left);
        left.clear();
        return rest;
    }

    double number(String what) {
        return number(left.isEmpty() ? "" : left.remove(), what);
    }

    /** {@code LOW..HIGH}. */
    double[] range() {
        var word = left.isEmpty() ? "" : left.remove();
        int dots = word.indexOf("..");
        if (dots < 0) {
            throw new IllegalArgumentException("'" + text + "' needs a range such as 60..100");
        }
        var range = new double[] {number(word.substring(0, dots), "low"), number(word.substring(dots + 2), "high")};
        if (range[0] >= range[1]) {
            throw new IllegalArgumentException(
                    "'" + text + "': the low end must be below the high end; write 'better: lower' to turn it round");
        }
        return range;
    }

    /** {@code FROM:POINTS} pairs with rising FROM, up to the end. */
    List<double[]> points() {
        var rest = rest().replaceAll("\\s*:\\s*", ":");
        var points = new ArrayList<double[]>();
        for (var pair : rest.split(" ", -1)) {
            var match = POINT.matcher(pair);
            if (!match.matches()) {
                throw new IllegalArgumentException("'" + text + "' needs pairs such as 0: 0, 60: 50, 90: 100");
            }
            var point = new double[] {number(match.group(1), "value"), number(match.group(2), "points")};
            if (!points.isEmpty() && points.get(points.size() - 1)[0] >= point[0]) {
                throw new IllegalArgumentException("'" + text + "': values must rise from left to right");
            }
            points.add(point);
        }
        return points;
    }

    /** Nothing may be left. */
    <T> T end(T result) {
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' is not understood from '" + left.peek() + "' on");
        }
        return result;
    }

    IllegalArgumentException unknown(String what, Collection<String> known) {
        return new IllegalArgumentException("unknown " + what + " '" + text + "'" + Problems.suggestion(text, known));
    }

    private double number(String word, String what) {
        try {
            double number = Double.parseDouble(word);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with numbers that are not finite
        }
        throw new IllegalArgumentException("'" + text + "': '" + word + "' is not a number (" + what + ")");
    }
}
