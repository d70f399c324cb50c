package org.tongbao.message;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.tongbao.home.Settings;

/** A language in which people are told something. What is told stands in {@code messages_en.properties} and its like. */
public enum Language {
    ENGLISH("en"),
    CHINESE("zh");

    private final String word;

    Language(String word) {
        this.word = word;
    }

    /** As {@code TONGBAO_LANGUAGE} says, or else as the system does; English for whoever speaks another. */
    public static Language of(Map<String, String> environment, Locale system) {
        var said = environment.getOrDefault(Settings.Key.LANGUAGE.variable(), "");
        var wanted = said.isBlank() ? system.getLanguage() : said;
        return wanted.equals(CHINESE.word) ? CHINESE : ENGLISH;
    }

    /** As it is written in settings. */
    public String word() {
        return word;
    }

    /** What the catalogue has under a key, {@code {0}} and so on replaced. */
    public String say(String key, Object... arguments) {
        var said = catalogue().getProperty(key);
        if (said == null) {
            throw new IllegalStateException("no words '" + key + "' in " + word);
        }
        for (int i = 0; i < arguments.length; i++) {
            said = said.replace("{" + i + "}", String.valueOf(arguments[i]));
        }
        return said;
    }

    Set<String> keys() {
        return catalogue().stringPropertyNames();
    }

    private Properties catalogue() {
        return Objects.requireNonNull(Catalogues.ALL.get(this));
    }

    /** Read when the first word is said. */
    private static final class Catalogues {

        static final Map<Language, Properties> ALL =
                Arrays.stream(values()).collect(Collectors.toMap(language -> language, Catalogues::read));

        private static Properties read(Language language) {
            var name = "messages_" + language.word + ".properties";
            try (var words = new InputStreamReader(
                    Objects.requireNonNull(Language.class.getResourceAsStream(name)), StandardCharsets.UTF_8)) {
                var properties = new Properties();
                properties.load(words);
                return properties;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
