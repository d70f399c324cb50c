package org.tongbao.pull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tongbao.warehouse.Dataset;

/**
 * A pattern for the names of files, members of archives and sheets: {@code *} stands for anything within a folder,
 * {@code **} also across folders, {@code ?} for one character, {@code {a,b}} for one of several, and {@code {column}} for
 * the value that this column has in every row. Capital letters count like small ones.
 */
record NamePattern(String text) {

    private static final Pattern PART = Pattern.compile("\\*\\*|\\*|\\?|\\{([^{}]*)}|[^*?{]+|\\{");
    private static final Pattern COLUMN = Pattern.compile("\\{([a-z][a-z0-9_]*)}");

    /** The columns whose values the name holds, in order. */
    List<String> columns() {
        return COLUMN.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /** Whether it can only mean the one name that it is. */
    boolean isPlain() {
        return text.chars().noneMatch(c -> c == '*' || c == '?' || c == '{');
    }

    /** A pattern for names of columns of this dataset. */
    Compiled compile(Dataset dataset) {
        var regex = new StringBuilder();
        var columns = new ArrayList<String>();
        var parts = PART.matcher(text);
        while (parts.find()) {
            regex.append(
                    switch (parts.group()) {
                        case "**" -> ".*";
                        case "*" -> "[^/]*";
                        case "?" -> "[^/]";
                        default -> partRegex(parts, dataset, columns);
                    });
        }
        return new Compiled(
                Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL),
                columns);
    }

    private static String partRegex(Matcher part, Dataset dataset, List<String> columns) {
        var name = part.group(1);
        if (name == null) {
            return Pattern.quote(part.group());
        }
        var column = dataset.columns().get(name);
        if (column == null) {
            return "(?:"
                    + String.join(
                            "|",
                            List.of(name.split(",", -1)).stream()
                                    .map(Pattern::quote)
                                    .toList())
                    + ")";
        }
        columns.add(name);
        return switch (column.type()) {
            case MONTH -> "([12][0-9]{3}[-./年]?[0-9]{1,2}月?)";
            case DATE -> "([12][0-9]{3}[-./年]?[0-9]{1,2}[-./月]?[0-9]{1,2}日?)";
            case INTEGER -> "([0-9]+)";
            default -> "([^/]+?)";
        };
    }

    /** A pattern that knows what its columns can hold. */
    record Compiled(Pattern regex, List<String> columns) {

        /** The values that the name holds, if it is one of these names. */
        Optional<Map<String, String>> match(String name) {
            var match = regex.matcher(name);
            if (!match.matches()) {
                return Optional.empty();
            }
            var values = new LinkedHashMap<String, String>();
            for (int i = 0; i < columns.size(); i++) {
                values.put(columns.get(i), match.group(i + 1));
            }
            return Optional.of(values);
        }
    }
}
