package org.tongbao;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Text that a person has read and found right; {@code -Dgolden=write} writes it anew, and its diff is read before it is committed. */
public final class Golden {

    private static final Path FOLDER = Path.of("src/test/resources/cases");

    private Golden() {}

    /** Holds a text against the file below {@code src/test/resources/cases}. */
    public static void matches(String file, String text) throws Exception {
        var path = FOLDER.resolve(file);
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        }
        assertThat(text).isEqualTo(Files.readString(path));
    }
}
