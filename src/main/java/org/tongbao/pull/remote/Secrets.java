package org.tongbao.pull.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts secrets into the places that name them: {@code ${DISTRICT_PASSWORD}} is read from the environment, or from the
 * file that {@code TONGBAO_SECRETS} names ({@code NAME=value} lines, kept outside the project). Secrets never stand in
 * a source file itself, and never in a message.
 */
final class Secrets {

    private static final Pattern NAME = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)}");

    private final UnaryOperator<@Nullable String> lookup;

    private Secrets(UnaryOperator<@Nullable String> lookup) {
        this.lookup = lookup;
    }

    static Secrets of(Map<String, String> environment) {
        var file = environment.get("TONGBAO_SECRETS");
        var stored = new Properties();
        if (file != null) {
            try (var reader = Files.newBufferedReader(Path.of(file))) {
                stored.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("the file named by TONGBAO_SECRETS cannot be read", e);
            }
        }
        return new Secrets(
                name -> environment.getOrDefault(String.valueOf(name), stored.getProperty(String.valueOf(name))));
    }

    /** The text with its secrets put in. */
    String fill(String text) {
        var match = NAME.matcher(text);
        var filled = new StringBuilder();
        while (match.find()) {
            var value = lookup.apply(match.group(1));
            if (value == null) {
                throw new FetchException("the secret " + match.group(1)
                        + " is not set; put it into the environment or into the file named by TONGBAO_SECRETS");
            }
            match.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return match.appendTail(filled).toString();
    }
}
