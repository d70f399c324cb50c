package org.tongbao.home;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Layers;

/**
 * Where everything lies.
 *
 * @param root the home folder, absolute
 * @param data folder with the files that arrive
 * @param out folder for finished bulletins
 * @param settings what {@code tongbao.yaml} and the environment say
 */
public record Home(Path root, Path data, Path out, Settings settings) {

    /** What the bureau says of itself. */
    public static final String BUREAU = "bureau.yaml";

    public Home {
        root = root.toAbsolutePath().normalize();
        data = root.resolve(data).normalize();
        out = root.resolve(out).normalize();
    }

    /** A home folder whose settings are the usual ones. */
    public Home(Path root, Path data, Path out) {
        this(root, data, out, Settings.usual());
    }

    /** The home folder with its usual parts. */
    public static Home at(Path root) {
        return at(root, Settings.usual());
    }

    /** The home folder with the parts that its settings name. */
    public static Home at(Path root, Settings settings) {
        return new Home(
                root, Path.of(settings.text(Settings.Key.DATA)), Path.of(settings.text(Settings.Key.OUT)), settings);
    }

    /** The home's files that people edit, over those shipped with the program. */
    public Layers layers() {
        return new Layers(root, settings.has(Settings.Key.SHIPPED) ? shipped() : null);
    }

    private @Nullable Path shipped() {
        var folder = settings.text(Settings.Key.SHIPPED);
        return folder.equals("none") ? null : root.resolve(folder);
    }

    /** {@code bureau.yaml} of the home; else the one among the files that arrive, where the invented city's lies. */
    public Optional<Path> bureau() {
        return Stream.of(root, data)
                .map(folder -> folder.resolve(BUREAU))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** What the jobs share; the home's own. */
    public Path rulebook() {
        return root.resolve("jobs/rulebook");
    }

    /** Templates of the bulletins; the home's own. */
    public Path templates() {
        return root.resolve("report-templates");
    }

    /** The drafts of each job's periods. */
    public Path archive() {
        return out.resolve("archive");
    }

    /** What has been issued: it is never written again. */
    public Path issued() {
        return out.resolve("issued");
    }

    /** Databases and temporary files. */
    public Path var() {
        return root.resolve("var");
    }

    /** Temporary files of this process alone; what dead ones have left there is removed. */
    public Path temp() {
        return TemporaryFolder.below(var().resolve("temp"));
    }

    /** The reports of runs. */
    public Path reports() {
        return out.resolve("reports");
    }

    /** Backups, each in a folder. */
    public Path backups() {
        return var().resolve("backup");
    }
}
