package org.tongbao.deliver;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.tongbao.run.Period;

/**
 * What a run has made.
 *
 * @param title the job's name in Chinese
 * @param issued whether it bears numbers and may leave the house; otherwise these are drafts
 * @param folder where the files lie, below the home folder
 * @param manifest name of the file that describes the others
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
        Function<String, List<String>> summary) {

    public Consignment {
        artifacts = List.copyOf(artifacts);
    }

    /** A place with its placeholders filled for an artifact. */
    String place(String pattern, ConsignedFile artifact) {
        return pattern.replace("{job}", job)
                .replace("{period}", period.toString())
                .replace("{bulletin}", artifact.bulletin())
                .replace("{recipient}", artifact.title().replaceAll("[\\\\/:*?\"<>|]", "_"));
    }
}
