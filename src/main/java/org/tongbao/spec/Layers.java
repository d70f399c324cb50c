package org.tongbao.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the files that people edit lie: a home's own, over those that are shipped with the program. Both layers hold the
 * same paths. A file of the home replaces the shipped one of its path; an empty one takes it away.
 *
 * @param own the home folder, or one below it; it need not be there
 * @param shipped the same place in the layer below, or null where there is only one
 */
public record Layers(Path own, @Nullable Path shipped) {

    public Layers {
        own = own.toAbsolutePath().normalize();
        shipped = shipped == null ? null : shipped.toAbsolutePath().normalize();
        if (own.equals(shipped)) {
            shipped = null;
        }
    }

    /** Of whom a file is. */
    public enum Layer {
        /** Nothing lies under it. */
        ONLY,
        /** There is none of its path in the home. */
        SHIPPED,
        /** The home's, where nothing of its path is shipped. */
        ADDED,
        /** The home's, in place of the shipped one. */
        REPLACED,
        /** The home's, which is the same as the shipped one and need not be there. */
        SAME,
        /** The home's empty file, which takes the shipped one away. */
        TAKEN_AWAY
    }

    /** A folder in which nothing lies under anything. */
    public static Layers of(Path folder) {
        return new Layers(folder, null);
    }

    /** The same a folder deeper. */
    public Layers below(String folder) {
        return new Layers(own.resolve(folder), shipped == null ? null : shipped.resolve(folder));
    }

    /** The file with a path, of whichever layer; where neither has it, its place in the home. */
    public Path file(String name) {
        var mine = own.resolve(name);
        return shipped == null || Files.exists(mine) || !Files.exists(shipped.resolve(name))
                ? mine
                : shipped.resolve(name);
    }

    /** The file with a path, unless there is none or it is taken away. */
    public Optional<Path> find(String name) {
        var file = file(name);
        return Files.isRegularFile(file) && layer(name) != Layer.TAKEN_AWAY ? Optional.of(file) : Optional.empty();
    }

    /** All files that match a pattern such as {@code jobs/*}{@code /job.yaml} and are not taken away, in order of path. */
    public List<Path> all(String glob) {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        var fixed = glob.contains("*") ? glob.substring(0, glob.indexOf('*')) : glob;
        var folder = fixed.contains("/") ? fixed.substring(0, fixed.lastIndexOf('/')) : "";
        var found = new TreeMap<String, Path>();
        for (var layer : shipped == null ? List.of(own) : List.of(shipped, own)) {
            var root = layer.resolve(folder);
            if (Files.isDirectory(root)) {
                try (var files = Files.walk(root)) {
                    files.filter(file -> matcher.matches(layer.relativize(file)) && Files.isRegularFile(file))
                            .forEach(file -> found.put(name(file), file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        found.keySet().removeIf(name -> layer(name) == Layer.TAKEN_AWAY);
        return List.copyOf(found.values());
    }

    /** A file's path below its layer, with forward slashes; one that lies elsewhere keeps its own. */
    public String name(Path file) {
        var absolute = file.toAbsolutePath().normalize();
        var path = absolute.startsWith(own)
                ? own.relativize(absolute)
                : shipped != null && absolute.startsWith(shipped) ? shipped.relativize(absolute) : absolute;
        return path.toString().replace('\\', '/');
    }

    /** Of whom the file with a path is. */
    public Layer layer(String name) {
        if (shipped == null) {
            return Layer.ONLY;
        }
        var mine = own.resolve(name);
        var below = shipped.resolve(name);
        if (!Files.exists(mine)) {
            return Files.exists(below) ? Layer.SHIPPED : Layer.ADDED;
        }
        if (!Files.exists(below)) {
            return Layer.ADDED;
        }
        return isEmpty(mine) ? Layer.TAKEN_AWAY : isSame(name) ? Layer.SAME : Layer.REPLACED;
    }

    /** The home's own files among those that both layers may hold, with what they do to the shipped ones. */
    public Map<String, Layer> changes() {
        var changes = new TreeMap<String, Layer>();
        if (shipped != null) {
            for (var folder : List.of("jobs", "report-templates")) {
                of(own).all(folder + "/**").forEach(file -> changes.put(name(file), layer(name(file))));
            }
        }
        return changes;
    }

    private boolean isSame(String name) {
        try {
            return shipped != null && Files.mismatch(own.resolve(name), shipped.resolve(name)) < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isEmpty(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
