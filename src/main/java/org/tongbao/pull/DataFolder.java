package org.tongbao.pull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.message.Refusal;

/**
 * The folder with the files that arrive. Nothing in it is news only if the folder is there: one that is missing, leads nowhere
 * or has lost all its files is a disk that was not mounted, a name that was changed, a hand that slipped.
 */
final class DataFolder {

    private DataFolder() {}

    /**
     * Refuses a folder that can't be the one that was read before.
     *
     * @param found what was found for the sources
     * @param loaded the keys of all files that were ever loaded, as {@link SourceFile#key} has them
     */
    static void verify(Home home, Collection<Source> sources, List<SourceFile> found, Map<String, String> loaded) {
        var reading = sources.stream()
                .filter(source -> source.below() == Source.Below.DATA)
                .map(source -> source.dataset() + "/" + source.name() + "/")
                .collect(Collectors.toSet());
        if (reading.isEmpty()) {
            return;
        }
        verify(home.data());
        var known = loaded.keySet().stream()
                .filter(key -> reading.stream().anyMatch(key::startsWith))
                .collect(Collectors.toSet());
        if (known.isEmpty() || home.settings().text(Settings.Key.PULL_CLEARED).equals("yes")) {
            return;
        }
        // As many others in their place are a month's files that took the place of the last month's.
        if (found.size() < known.size() && found.stream().map(SourceFile::key).noneMatch(known::contains)) {
            throw new Refusal("data.emptied", home.data(), known.size(), example(known));
        }
    }

    private static void verify(Path data) {
        if (Files.isDirectory(data)) {
            return;
        }
        for (var part = data; part != null; part = part.getParent()) {
            if (Files.isSymbolicLink(part) && !Files.exists(part)) {
                throw new Refusal("data.dead-link", data, part);
            }
        }
        throw new Refusal(Files.exists(data) ? "data.no-folder" : "data.missing", data);
    }

    private static String example(Set<String> known) {
        return known.stream()
                .sorted()
                .findFirst()
                .map(key -> key.split("/", 3)[2])
                .orElse("");
    }
}
