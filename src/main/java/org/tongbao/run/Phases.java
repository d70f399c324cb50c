package org.tongbao.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.tongbao.message.Refusal;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/**
 * The phases of campaigns ({@code jobs/rulebook/reference/campaign.csv}, and what the bureau keeps among its ledgers); they may
 * cross years.
 *
 * @param all in the file's order
 */
public record Phases(List<Phase> all) {

    /** No campaigns. */
    public static final Phases NONE = new Phases(List.of());

    private static final String FILE = "jobs/rulebook/reference/campaign.csv";

    /** The bureau's own ledger, among the files that arrive; its columns are those of the table. */
    private static final String LEDGER = "履职台账/专项行动阶段.csv";

    /** Stands for every phase. */
    public static final String ANY = "each phase";

    public Phases {
        all = List.copyOf(all);
    }

    /**
     * A phase.
     *
     * @param start first day
     * @param last last day
     */
    public record Phase(String campaign, String name, LocalDate start, LocalDate last) {}

    /**
     * Reads the table of a home and the ledger; without them there are no phases.
     *
     * @param data folder of the files that arrive
     */
    public static Phases read(Layers home, Path data, Problems problems) {
        var phases = new ArrayList<Phase>();
        var files = new SpecFiles(home, problems);
        boolean told = !problems.isSound(FILE);
        var ledger = Stream.of(data.resolve(LEDGER)).filter(Files::isRegularFile);
        for (var file : Stream.concat(files.find(FILE).stream(), ledger).toList()) {
            for (var row : files.csv(file).stream().skip(1).toList()) {
                var cells = row.cells();
                try {
                    phases.add(new Phase(
                            cells.get(0), cells.get(1), LocalDate.parse(cells.get(2)), LocalDate.parse(cells.get(3))));
                } catch (DateTimeParseException | IndexOutOfBoundsException e) {
                    if (!told) {
                        problems.add(
                                row.at(files.name(file)), "must be like: campaign,phase,2026-06-01,2026-07-31,basis");
                    }
                }
            }
        }
        return new Phases(phases);
    }

    /** Whether a phase begins on this day: any, or one of this name or of the campaign of this name. */
    public boolean begins(String name, LocalDate day) {
        return all.stream().anyMatch(phase -> phase.start().equals(day) && isCalled(phase, name));
    }

    /** Reads a period as a command names it: as {@link Period#parse} does, or a campaign from its first day to its last. */
    public Period period(String text) {
        var own = all.stream()
                .filter(phase -> phase.campaign().equals(text.strip()))
                .toList();
        if (own.isEmpty()) {
            var campaigns = all.stream().map(Phase::campaign).distinct().toList();
            boolean isName = text.codePoints().anyMatch(Character::isIdeographic)
                    && text.codePoints().noneMatch(Character::isDigit);
            return isName && !campaigns.isEmpty() ? unknown(text, campaigns) : Period.parse(text);
        }
        var first = own.stream().map(Phase::start).min(LocalDate::compareTo).orElseThrow();
        var last = own.stream().map(Phase::last).max(LocalDate::compareTo).orElseThrow();
        return Period.span(first, last, text.strip());
    }

    private static Period unknown(String text, List<String> campaigns) {
        throw Refusal.unknown("period.campaign", text, campaigns);
    }

    /** Whether a phase or campaign is called so. */
    public boolean knows(String name) {
        return all.stream().anyMatch(phase -> isCalled(phase, name));
    }

    private static boolean isCalled(Phase phase, String name) {
        return name.equals(ANY) || phase.campaign().equals(name) || phase.name().equals(name);
    }

    /** The names of campaigns and phases. */
    public Collection<String> names() {
        var names = new LinkedHashSet<String>();
        all.forEach(phase -> {
            names.add(phase.campaign());
            names.add(phase.name());
        });
        return names;
    }
}
