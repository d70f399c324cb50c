package org.tongbao.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tongbao.pipeline.Pipeline;
import org.tongbao.rank.Ranking;
import org.tongbao.rulebook.RankedScheme;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Run;
import org.tongbao.score.Scoring;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.ledger.RunLedger;

/**
 * Why a place moved. From the earlier place to the present one, one thing is changed after another, in this order, and
 * everything is scored and ranked anew each time:
 *
 * <ol>
 *   <li>the scheme: the present one on the data that the earlier run saw;
 *   <li>late corrections: the earlier period's data as they are known now;
 *   <li>the subject's own data of the present period;
 *   <li>the data of all others, with those who came and went.
 * </ol>
 *
 * <p>So the parts add up to the whole exactly; another order would part it otherwise. Nothing is kept of it.
 *
 * @param from the place in the earlier run
 * @param to the present place
 * @param parts in the order of the changes
 */
public record Movement(long from, long to, List<Part> parts) {

    /** What changed. */
    public enum Cause {
        SCHEME("评分办法调整"),
        LATE_CORRECTIONS("上期数据补正"),
        OWN_DATA("自身数据变化"),
        PEERS("其他对象变化");

        private final String title;

        Cause(String title) {
            this.title = title;
        }

        /** As it is printed. */
        public String title() {
            return title;
        }
    }

    /**
     * A part of the movement.
     *
     * @param gained places gained by it; below zero lost
     * @param place the place after the change; null if there would have been none, and then nothing is put down to it
     */
    public record Part(Cause cause, long gained, @Nullable Long place) {}

    public Movement {
        parts = List.copyOf(parts);
    }

    /**
     * Parts the movements of subjects since the run of the period before.
     *
     * @param session pinned to the run; it is pinned to the run again afterwards
     * @return by subject; without those who had or have no place
     * @throws IllegalArgumentException if the rulebook no longer gives the run's places
     */
    public static Map<String, Movement> of(
            Session session, Run run, Rulebook rulebook, String scheme, Collection<String> subjects) {
        var standings = new LinkedHashMap<String, Row>();
        session.sql("""
                        select subject, rank, previous_rank from standing
                        where scheme = :scheme and rank is not null and previous_rank is not null order by subject""").param("scheme", scheme).query().stream()
                .filter(row -> subjects.contains(row.text("subject")))
                .forEach(row -> standings.put(row.text("subject"), row));
        var earlier = session.sql("select run from pinned_run where period = :period")
                .param("period", run.period().previous().toString())
                .first()
                .flatMap(row -> new RunLedger(session).find(row.whole("run")));
        if (standings.isEmpty() || earlier.isEmpty()) {
            return Map.of();
        }
        var used = rulebook.inUse(session);
        var states = session.undone(() -> new Replay(session, used, used.scheme(scheme, run.period()))
                .places(earlier.get(), run, standings.keySet()));
        rulebook.pin(session, run);
        var movements = new LinkedHashMap<String, Movement>();
        standings.forEach((subject, standing) -> {
            var places = Objects.requireNonNull(states.get(subject));
            long to = standing.whole("rank");
            if (!Long.valueOf(to).equals(places.get(Cause.PEERS))) {
                throw new IllegalArgumentException("'" + scheme + "' no longer gives the places of run " + run.number()
                        + ": the rulebook has been changed since; run it again to see why a place moved");
            }
            movements.put(subject, split(standing.whole("previous_rank"), to, places));
        });
        return movements;
    }

    private static Movement split(long from, long to, Map<Cause, Long> places) {
        var parts = new ArrayList<Part>();
        long place = from;
        for (var cause : Cause.values()) {
            var next = places.get(cause);
            parts.add(new Part(cause, next == null ? 0 : place - next, next));
            place = next == null ? place : next;
        }
        return new Movement(from, to, parts);
    }

    /** Scores and ranks mixtures of two runs' data by the present scheme. */
    private static final class Replay {

        private final Session session;
        private final Rulebook rulebook;
        private final Scheme scheme;
        private final Ranking ranking;
        private final Scoring scoring;
        private final Subjects.Kind kind;

        Replay(Session session, Rulebook rulebook, RankedScheme version) {
            this.session = session;
            this.rulebook = rulebook;
            this.scheme = version.scheme();
            this.ranking = version.ranking();
            this.scoring = rulebook.scoring(version);
            this.kind = rulebook.subjects().kind(scheme.subject());
        }

        /** Each subject's place after each change; none where it would have had no place. */
        Map<String, Map<Cause, Long>> places(Run earlier, Run now, Collection<String> subjects) {
            rulebook.pin(session, earlier);
            new Pipeline(session, rulebook).measureMissing(earlier, scheme);
            loadFigures(earlier, "as_seen");
            var corrected = earlier.withCutoff(now.cutoff());
            rulebook.pin(session, corrected);
            new Pipeline(session, rulebook).measureAgain(corrected, scheme);
            loadFigures(corrected, "as_corrected");
            rulebook.pin(session, now);
            loadFigures(now, "present");
            var asSeen = places("as_seen", "as_seen", "");
            var asCorrected = places("as_corrected", "as_corrected", "");
            var present = places("present", "present", "");
            var all = new LinkedHashMap<String, Map<Cause, Long>>();
            for (var subject : subjects) {
                var ownPresent = places("as_corrected", "present", subject);
                var places = new EnumMap<Cause, Long>(Cause.class);
                Map.of(
                                Cause.SCHEME, asSeen,
                                Cause.LATE_CORRECTIONS, asCorrected,
                                Cause.OWN_DATA, ownPresent,
                                Cause.PEERS, present)
                        .forEach((cause, state) ->
                                Optional.ofNullable(state.get(subject)).ifPresent(place -> places.put(cause, place)));
                all.put(subject, places);
            }
            return all;
        }

        private void loadFigures(Run run, String table) {
            scoring.loadFigures(session, run, table + "_figure");
            session.execute("create or replace temp table " + table + "_group as " + ranking.groups(run, kind));
        }

        /** All places, if the rows of a subject are from one state and the others' from another. */
        private Map<String, Long> places(String others, String own, String subject) {
            session.sql("delete from stage.score where run = :run")
                    .param("run", Pipeline.SCRATCH)
                    .execute();
            var run = "case when current then " + Pipeline.SCRATCH + " else run end";
            scoring.score(session, mixed(others + "_figure", own + "_figure", run, subject));
            var groups = mixed(others + "_group", own + "_group", String.valueOf(Pipeline.SCRATCH), subject);
            var places = new LinkedHashMap<String, Long>();
            session.query("select subject, rank from (" + ranking.standings(groups)
                            + ") where rank is not null order by subject")
                    .forEach(row -> places.put(row.text("subject"), row.whole("rank")));
            return places;
        }

        private static String mixed(String others, String own, String run, String subject) {
            var quoted = Sql.text(subject);
            Function<String, String> rows =
                    table -> "select * replace (cast(" + run + " as bigint) as run) from " + table;
            return rows.apply(others) + " where subject <> " + quoted + "\nunion all\n" + rows.apply(own)
                    + " where subject = " + quoted;
        }
    }
}
