package org.tongbao.render.style;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/** The font files of pages and charts: those that {@code fonts.yaml} names, never one of the system. */
public final class FontFiles {

    private static final String BOLD = " bold";

    /** The font of charts. */
    public static final String CHARTS = "黑体";

    /** The bold font of charts. */
    public static final String CHARTS_BOLD = CHARTS + BOLD;

    private final Map<String, Face> faces;

    private FontFiles(Map<String, Face> faces) {
        this.faces = faces;
    }

    /** A font name of the templates, a weight (400 or 700) and the file that serves it. */
    public record Face(String family, int weight, Path file) {

        private static Face of(String name, Path file) {
            return name.endsWith(BOLD)
                    ? new Face(name.substring(0, name.length() - BOLD.length()), 700, file)
                    : new Face(name, 400, file);
        }
    }

    /**
     * Reads {@code fonts.yaml} in a folder of fonts.
     *
     * @throws org.tongbao.spec.SpecException naming the file and line, if it is wrong
     */
    public static FontFiles in(Layers folder) {
        var problems = new Problems();
        var faces = new LinkedHashMap<String, Face>();
        new SpecFiles(folder, problems).yaml(folder.file("fonts.yaml")).ifPresent(block -> {
            for (var name : block.names()) {
                var files = block.texts(name);
                files.stream()
                        .map(folder::file)
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .ifPresentOrElse(
                                file -> faces.put(name, Face.of(name, file)),
                                () -> problems.add(
                                        block.at(name), "none of the files for '" + name + "' exists: " + files));
            }
            for (var name : List.of(CHARTS, CHARTS_BOLD)) {
                if (!block.has(name)) {
                    problems.add(block.at(), "'" + name + "' is missing; charts need it");
                }
            }
        });
        problems.throwIfAny();
        return new FontFiles(faces);
    }

    /** All of them, in the order of the file. */
    public Collection<Face> faces() {
        return faces.values();
    }

    /** The file of a name, such as {@code 黑体 bold}. */
    public Path file(String name) {
        return Objects.requireNonNull(faces.get(name), name).file();
    }
}
