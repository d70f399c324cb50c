package org.tongbao.deliver;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tongbao.deliver.ConsignedFile.Copy;
import org.tongbao.deliver.Units.Unit;
import org.tongbao.home.FileNames;
import org.tongbao.run.Period;

/**
 * What a run has made.
 *
 * @param title the job's name in Chinese
 * @param issued whether it bears numbers and may leave the house; otherwise these are drafts
 * @param folder where the files lie, below the home folder
 * @param manifest name of the file that describes the others
 * @param superseded drafts that earlier runs of the period made: file to the SHA-256 of its editions; empty for what is issued
 * @param units who can be named in lists of recipients
 * @param summary lines about a subject's result, for the text of a mail
 */
public record Consignment(
        String job,
        String title,
        Period period,
        long run,
        boolean issued,
        Path folder,
        String manifest,
        List<ConsignedFile> artifacts,
        Map<String, Set<String>> superseded,
        Units units,
        Function<Unit, List<String>> summary) {

    private static final Pattern PART = Pattern.compile("[^/\\\\]*\\{[^/\\\\]*");

    public Consignment {
        artifacts = List.copyOf(artifacts);
    }

    /** The folders that a pattern means, its placeholders filled: file of an artifact to its own. */
    Map<String, String> folders(String pattern) {
        return places(pattern, UnaryOperator.identity());
    }

    /** The same for an address, in which some characters can't stand as they are. */
    Map<String, String> addresses(String pattern) {
        return places(pattern, Consignment::escaped);
    }

    private Map<String, String> places(String pattern, UnaryOperator<String> form) {
        // A folder outlasts the run: whoever may have one in another has the same then, whoever else has a copy.
        var subjects = new LinkedHashMap<Unit, String>();
        units.all().forEach(unit -> subjects.put(unit, unit.title()));
        artifacts.forEach(artifact ->
                subjects.putIfAbsent(artifact.subject(), artifact.subject().title()));
        var own = FileNames.distinct(subjects, Unit::key, FileNames::alone);
        var places = new LinkedHashMap<String, String>();
        for (var artifact : artifacts) {
            places.put(
                    artifact.file(),
                    PART.matcher(pattern)
                            .replaceAll(part -> Matcher.quoteReplacement(form.apply(FileNames.whole(part.group()
                                    .replace("{job}", job)
                                    .replace("{period}", period.toString())
                                    .replace("{bulletin}", artifact.bulletin())
                                    .replace("{recipient}", own.getOrDefault(artifact.subject(), "")))))));
        }
        return places;
    }

    private static String escaped(String part) {
        try {
            return new URI(null, null, "/" + part, null).getRawPath().substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What artifacts are called as attachments, by their files. */
    Map<String, String> attachments() {
        var documents = new LinkedHashMap<Copy, String>();
        artifacts.forEach(artifact -> documents.put(artifact.copy(), artifact.document()));
        var names = FileNames.distinct(documents, Copy::recipient, FileNames::stem);
        var attachments = new LinkedHashMap<String, String>();
        artifacts.forEach(artifact -> attachments.put(
                artifact.file(), names.getOrDefault(artifact.copy(), "") + FileNames.ending(artifact.file())));
        return attachments;
    }
}
