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
        Optional<Path> found = List.of("../shared/cases", "../../shared/cases").stream()
                .map(base -> Path.of(base).resolve(name).toAbsolutePath().normalize())
                .filter(Files::isDirectory)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println(
                    "SKIPPED: the reference case '" + name + "' is not there (../shared/cases/" + name + ")");
        }
        Assumptions.assumeTrue(found.isPresent(), "../shared/cases/" + name + " is absent");
        return found.orElseThrow();
    }
}
