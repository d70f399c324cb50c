package org.tongbao;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The outside reference cases beside the project; a test that needs them is skipped, visibly, where they are absent. */
public final class SharedCases {

    private SharedCases() {}

    /** The folder of a case, such as {@code hdi-2022}. */
    public static Path folder(String name) {
        return shared("cases/" + name);
    }

    /** A folder of small inputs that once failed, such as {@code scoring}. */
    public static Path faults(String name) {
        return shared("faults/" + name);
    }

    private static Path shared(String name) {
        Optional<Path> found = List.of("../shared", "../../shared").stream()
                .map(base -> Path.of(base).resolve(name).toAbsolutePath().normalize())
                .filter(Files::isDirectory)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("SKIPPED: ../shared/" + name + " is not there");
        }
        Assumptions.assumeTrue(found.isPresent(), "../shared/" + name + " is absent");
        return found.orElseThrow();
    }
}
