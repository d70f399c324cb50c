package org.tongbao.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.spec.Location;

/** Rows of reference tables that nobody has confirmed are found by their lines. */
class UnconfirmedTest {

    @TempDir
    Path root;

    @Test
    void rowsWithLineBreaksKeepTheirLines() throws Exception {
        var folder = Files.createDirectories(root.resolve("jobs/rulebook/reference"));
        Files.writeString(
                folder.resolve("marks.csv"),
                "item,says,confidence\n1,\"甲\n乙\",confirmed\n2,丙,memory\n\n3,\"丁\n戊\",bureau\n4,己\n");
        assertThat(Unconfirmed.in(new Home(root, Path.of("data"), Path.of("out"))))
                .containsExactly(
                        new Unconfirmed(at(4), "memory", "2 丙"),
                        new Unconfirmed(at(6), "bureau", "3 丁\n戊"),
                        new Unconfirmed(at(8), "", "4 己"));
    }

    private static Location at(int line) {
        return new Location("jobs/rulebook/reference/marks.csv", line);
    }
}
