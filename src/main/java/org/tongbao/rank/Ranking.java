package org.tongbao.rank;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Run;
import org.tongbao.spec.Block;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.Subjects;

/**
 * How a scheme's scores become places and grades: the keys {@code rank}, {@code round} and {@code grades} of a scheme
 * file. Ties are decided on the declared precision, so that a last bit never changes a place.
 *
 * @param scheme name of the scheme
 * @param subject kind of subject
 * @param within column of the subject's table whose values are ranked apart, or null
 * @param atLeast the smallest group that is ranked
 * @param precision decimal places at which scores are compared
 * @param breakers nodes of the scheme that tell equals apart, best first; only for ordinal places
 * @param branches of the scheme's tree whose points are ranked, too
 * @param rounding how the published score is rounded, or null
 * @param grades name to lowest score, in file order
 * @param gradesLimited whether the scheme limits the grade under conditions
 * @param peers who is ranked apart a second time, or null
 * @param lines places where something begins or ends: praise, a talk
 */
public record Ranking(
        String scheme,
        String subject,
        @Nullable String within,
        Places places,
        int atLeast,
        int precision,
        List<String> breakers,
        List<String> branches,
        @Nullable Rounding rounding,
        Map<String, BigDecimal> grades,
        boolean gradesLimited,
        @Nullable Peers peers,
        List<PlaceLine> lines) {

    /** Among fewer, grades are looked at one by one. */
    private static final int ENOUGH = 10;

    private static final double[] POWERS = IntStream.rangeClosed(0, 12)
            .mapToDouble(i -> Double.parseDouble("1e" + i))
            .toArray();

    /** Scope of a ranking that is not parted. */
    public static final String ALL = "all";

    /** What stands for all branches. */
    private static final String EVERY = "all";

    public Ranking {
        breakers = List.copyOf(breakers);
        branches = List.copyOf(branches);
        grades = new LinkedHashMap<>(grades);
        lines = List.copyOf(lines);
        if (precision < 0 || precision > 12) {
            throw new IllegalArgumentException("'precision' must be 0..12 decimal places, found " + precision);
        }
        if (rounding != null && (rounding.places() < 0 || rounding.places() > precision)) {
            throw new IllegalArgumentException(
                    "'places' must be 0.." + precision + " (the precision), found " + rounding.places());
        }
    }

    /** The same for a scheme that has these nodes left. */
    public Ranking of(Set<String> nodes) {
        return new Ranking(
                scheme,
                subject,
                within,
                places,
                atLeast,
                precision,
                breakers.stream().filter(nodes::contains).toList(),
                branches.stream().filter(nodes::contains).toList(),
                rounding,
                grades,
                gradesLimited,
                peers,
                lines);
    }

    /**
     * Reads its keys of a scheme file; the others are the score's.
     *
     * @param halfPlaces whether {@code ties: average} is possible; a published place is a whole number
     */
    public static Optional<Ranking> read(Block block, boolean halfPlaces) {
        int before = block.problems().count();
        var ranking = block.has("rank")
                ? block.block("rank")
                        .flatMap(b -> b.as(r -> of(
                                block,
                                r.optionalText("within").orElse(null),
                                places(r, halfPlaces),
                                r.integer("at-least", 1),
                                r.integer("precision", 9),
                                breakers(r, block),
                                branches(r, block),
                                Peers.read(r).orElse(null),
                                PlaceLine.read(r))))
                : Optional.of(of(
                        block,
                        null,
                        new Places(Places.Ties.MIN, true, Places.NullPosition.KEEP),
                        1,
                        9,
                        List.of(),
                        List.of(),
                        null,
                        List.of()));
        return block.problems().count() == before ? ranking : Optional.empty();
    }

    private static Ranking of(
            Block scheme,
            @Nullable String within,
            Places places,
            int atLeast,
            int precision,
            List<String> breakers,
            List<String> branches,
            @Nullable Peers peers,
            List<PlaceLine> lines) {
        return new Ranking(
                scheme.text("scheme"),
                scheme.optionalText("subject").orElse("subject"),
                within,
                places,
                atLeast,
                precision,
                breakers,
                branches,
                rounding(scheme, precision),
                falling(scheme, "grades", "grade", "earns it", "best", "worst"),
                scheme.has("grade-limits"),
                peers,
                lines);
    }

    private static Places places(Block r, boolean halfPlaces) {
        var ties = r.parse("ties", Places.Ties::parse).orElse(Places.Ties.MIN);
        if (ties == Places.Ties.AVERAGE && !halfPlaces) {
            r.problems()
                    .add(
                            r.at("ties"),
                            "average places can be halves, which a bulletin can't print; use 1224, 1334 or 1223");
        }
        var first = r.oneOf("first", List.of("highest", "lowest"), "highest");
        var missing = r.oneOf("missing", List.of("keep", "top", "bottom"), "keep");
        return new Places(ties, first.equals("highest"), Places.NullPosition.valueOf(missing.toUpperCase(Locale.ROOT)));
    }

    private static List<String> breakers(Block r, Block scheme) {
        var breakers = r.texts("tie-breakers");
        var known = new LinkedHashSet<String>();
        scheme.block("tree").map(Block::names).ifPresent(known::addAll);
        scheme.block("indicators").map(Block::names).ifPresent(known::addAll);
        breakers.stream().filter(name -> !known.contains(name)).forEach(name -> r.problems()
                .addUnknown(r.at("tie-breakers"), "node", name, known));
        return breakers;
    }

    private static List<String> branches(Block r, Block scheme) {
        var known = scheme.block("tree").map(Block::names).orElse(Set.of());
        var branches = r.texts("branches");
        if (branches.equals(List.of(EVERY))) {
            return List.copyOf(known);
        }
        branches.stream().filter(name -> !known.contains(name)).forEach(name -> r.problems()
                .addUnknown(r.at("branches"), "branch", name, known));
        return branches;
    }

    private static @Nullable Rounding rounding(Block scheme, int precision) {
        return scheme.block("round")
                .flatMap(b -> b.as(r -> {
                    int places = r.integer("places", 2);
                    if (places < 0 || places > precision) {
                        r.problems()
                                .add(
                                        r.at("places"),
                                        "'places' must be 0.." + precision + ", the precision of the ranking");
                    }
                    var words = List.of("half-up", "half-even", "down");
                    var mode = r.oneOf("mode", words, "half-up");
                    return new Rounding(
                            places,
                            Rounding.Mode.valueOf(mode.toUpperCase(Locale.ROOT).replace('-', '_')),
                            r.flag("before-rank", true));
                }))
                .orElse(null);
    }

    /** Names with the least number of each, from the highest down. */
    static Map<String, BigDecimal> falling(
            Block block, String key, String what, String does, String first, String last) {
        var steps = new LinkedHashMap<String, BigDecimal>();
        block.block(key).ifPresent(b -> {
            @Nullable BigDecimal above = null;
            for (var name : b.names()) {
                var least = b.decimal(name);
                if (least.isEmpty()) {
                    if (!b.has(name)) {
                        b.problems()
                                .add(
                                        b.at(name),
                                        what + " '" + name + "' needs the lowest "
                                                + (what.equals("grade") ? "score" : "value") + " that " + does);
                    }
                    continue;
                }
                if (above != null && least.get().compareTo(above) >= 0) {
                    b.problems().add(b.at(name), key + " must fall from the " + first + " to the " + last);
                }
                above = least.get();
                steps.put(name, above);
            }
        });
        return steps;
    }

    /** The name of the highest step that a number reaches. */
    static String steps(Map<String, BigDecimal> steps, String number) {
        return steps.entrySet().stream()
                .map(e -> " when " + number + " >= " + e.getValue().toPlainString() + " then " + Sql.text(e.getKey()))
                .collect(Collectors.joining("", "case", " end"));
    }

    /** Replaces the run's rows of the scheme in {@code stage.standing}; returns how many there are. */
    public long rank(Session session, Run run, Subjects subjects) {
        var kind = subjects.kind(subject);
        return session.transaction(() -> {
            for (var table : List.of("standing", "branch_standing")) {
                session.sql("delete from stage." + table + " where run = :run and scheme = :scheme")
                        .param("run", run.number())
                        .param("scheme", scheme)
                        .execute();
            }
            if (!branches.isEmpty()) {
                session.execute("insert into stage.branch_standing by name " + branchStandings(groups(run, kind)));
            }
            new PlaceFormulas(this).write(session, run);
            long ranked = session.sql("""
                            insert into stage.standing (run, scheme, scope, subject, score, grade, rank, "of",
                                previous_rank, left_out, peers, peer_rank, peer_of)
                            select s.run, s.scheme, s.scope, s.subject, s.score, s.grade, s.rank, s."of",
                                case when s.rank is not null then p.rank end, s.left_out, s.peers, s.peer_rank, s.peer_of
                            from (%s) as s
                            left join (
                                select scope, subject, rank from history_standing
                                where scheme = :scheme and period = :previous) as p using (scope, subject)
                            order by s.scope, s.rank nulls last, s.position""".formatted(standings(groups(run, kind))))
                    .param("scheme", scheme)
                    .param("previous", run.period().previous().toString())
                    .execute();
            examineGrades(session, run);
            return ranked;
        });
    }

    /** Notes beside the scheme's other figures of health how many have the best grade: it tells nobody apart if it is half of all. */
    private void examineGrades(Session session, Run run) {
        session.sql("delete from stage.health where run = :run and scheme = :scheme and measure = 'grade'")
                .param("run", run.number())
                .param("scheme", scheme)
                .execute();
        if (grades.size() < 2) {
            return;
        }
        session.sql("""
                        insert into stage.health by name
                        select :run as run, :scheme as scheme, 'grade' as measure, 'score' as node, :best as other, n,
                            (select coalesce(max(line), 0) + 1 from stage.health where run = :run and scheme = :scheme) as line,
                            cast(best as double) / cast(n as double) as value, n >= :enough and 2 * best >= n as warned,
                            case when n < :enough then '数据不足：仅' || n || '个'
                                when 2 * best >= n then n || '个中' || best || '个得“' || :best || '”，等次不能区分高下' end as note
                        from (select count(*) as n, count(*) filter (where grade = :best) as best from stage.standing
                            where run = :run and scheme = :scheme and grade is not null) where n > 0""")
                .param("run", run.number())
                .param("scheme", scheme)
                .param("best", grades.keySet().iterator().next())
                .param("enough", ENOUGH)
                .execute();
    }

    /**
     * Looks how sure the places of a run are, that {@link #rank} has put down.
     *
     * @param scores table with scores under drawn weights, as {@link DrawnPlaces} wants it
     */
    public DrawnPlaces drawnPlaces(Session session, Run run, Subjects subjects, String scores) {
        var ranked = "select run, scope, subject, rank, \"of\" from stage.standing where run = " + run.number()
                + " and scheme = " + Sql.text(scheme) + " and rank is not null";
        return new DrawnPlaces(session, this, ranked, groups(run, subjects.kind(subject)), scores);
    }

    /** The query for the groups that {@link #standings} wants, of a pinned run. */
    public String groups(Run run, Subjects.Kind kind) {
        var scope = within == null ? Sql.text(ALL) : "coalesce(cast(" + within + " as varchar), '未分组')";
        return "select cast(" + run.number() + " as bigint) as run, " + kind.id() + " as subject, " + scope
                + " as scope, row_number() over (order by " + kind.id() + ") as position, " + peer(kind)
                + " as peer from " + kind.table();
    }

    /**
     * A condition in SQL: whether a score stands before another one, on the precision at which they are compared.
     *
     * @param score an expression
     */
    public String overtakes(String score, double other) {
        return comparable(score)
                + (places.highestFirst() ? " > " : " < ")
                + comparable("cast(" + other + " as double)");
    }

    /** What tells the classes of subjects of a run apart. */
    private String peer(Subjects.Kind kind) {
        if (peers == null) {
            return "null";
        }
        return peers.classes().isEmpty()
                ? "cast(" + peers.by() + " as varchar)"
                : "(select cast(max(o.value) as varchar) from observation as o where o.subject_kind = "
                        + Sql.text(kind.name()) + " and o.subject = " + kind.id() + " and o.indicator = "
                        + Sql.text(peers.by())
                        + ")";
    }

    /** Notes peers that do not exist. */
    public void verify(Session session, Subjects.Kind kind, Collection<String> indicators, Problems problems) {
        if (peers == null) {
            return;
        }
        if (peers.classes().isEmpty()) {
            session.plan("select " + peer(kind) + " from " + kind.table())
                    .ifPresent(refusal -> problems.add(peers.at(), "peers: " + refusal.reason()));
        } else if (!indicators.contains(peers.by())) {
            problems.addAbsent(peers.at(), "indicator", peers.by(), indicators);
        }
    }

    /**
     * A query for the standings of scored runs, with half places where the policy gives them.
     *
     * @param groups query with the columns {@code run, subject, scope, position} (order of appearance) and {@code peer}
     *     (text of what tells peers apart)
     */
    public String standings(String groups) {
        var partition = "partition by run, scope";
        return """
                select run, scheme, scope, subject, position, score, grade,
                    case when ranked >= %d then place end as rank,
                    case when ranked >= %d and place is not null then ranked end as "of",
                    coalesce(reason, case when ranked < %d then '同组仅' || ranked || '个，不足%d个，不排名' end) as left_out%s
                from (
                    select *, %s as place, %s as ranked%s
                    from (
                        select *, %s as grade, %s as score
                        from (
                            select *, %s as comparable
                            from (%s))))""".formatted(
                atLeast,
                atLeast,
                atLeast,
                atLeast,
                peers == null
                        ? ", null as peers, null as peer_rank, null as peer_of"
                        : ", peers, case when peers_ranked >= %1$d then peer_place end as peer_rank, case when peers_ranked >= %1$d and peer_place is not null then peers_ranked end as peer_of"
                                .formatted(atLeast),
                places.rank(partition, "comparable", terms()),
                places.count(partition, "comparable"),
                peers == null
                        ? ""
                        : ", case when peers is not null then "
                                + places.rank(partition + ", peers", "comparable", terms()) + " end as peer_place, "
                                + places.count(partition + ", peers", "comparable") + " as peers_ranked",
                grade("comparable"),
                published(),
                comparable("exact"),
                scored(groups));
    }

    /**
     * A query for the places by the points of the branches, of those who have a score and points in the branch: {@code run,
     * scheme, scope, node, subject, score, rank, of}.
     *
     * @param groups as of {@link #standings}
     */
    public String branchStandings(String groups) {
        var partition = "partition by run, scope, node";
        return """
                select run, scheme, scope, node, subject, %s as score, case when ranked >= %d then place end as rank,
                    case when ranked >= %d then ranked end as "of"
                from (
                    select *, %s as place, %s as ranked
                    from (
                        select s.run, s.scheme, g.scope, s.node, s.subject, g.position, s.normalised as exact,
                            %s as comparable
                        from stage.score as s
                        join stage.score as whole on whole.run = s.run and whole.scheme = s.scheme
                            and whole.subject = s.subject and whole.node = 'score' and whole.normalised is not null
                        join (%s) as g on g.run = s.run and g.subject = s.subject
                        where s.scheme = %s and s.node in (%s) and s.normalised is not null))""".formatted(
                        published(),
                        atLeast,
                        atLeast,
                        places.rank(partition, "comparable", List.of()),
                        places.count(partition, "comparable"),
                        comparable("s.normalised"),
                        groups,
                        Sql.text(scheme),
                        Sql.texts(branches));
    }

    /** The score as it is published, from the column {@code exact}. */
    private String published() {
        return rounding == null ? "exact" : "cast(" + rounding.sql(decimal("exact")) + " as double)";
    }

    private String decimal(String exact) {
        return "cast(" + exact + " as decimal(38, " + precision + "))";
    }

    /** What places and grades go by. */
    String comparable(String exact) {
        return rounding != null && rounding.beforeRank() ? rounding.sql(decimal(exact)) : decimal(exact);
    }

    /** How many decimal places scores have when they are compared. */
    public int scale() {
        return rounding != null && rounding.beforeRank() ? rounding.places() : precision;
    }

    /** What places and grades go by, as a whole number of the last decimal place: the decimal that the engine makes of a score. */
    public long units(double score) {
        long exact = exactUnits(score);
        return rounding != null && rounding.beforeRank() ? rounding.units(exact, precision) : exact;
    }

    /** What equals are told apart by, in the same way; it is not rounded for publication. */
    public long exactUnits(double points) {
        double size = Math.abs(points * POWERS[precision]);
        long whole = (long) size;
        if (size - whole >= 0.5) {
            whole++;
        }
        return points < 0 ? -whole : whole;
    }

    /** The least number of {@link #units} that reaches each grade. */
    public long[] leastUnits() {
        return grades.values().stream()
                .mapToLong(least -> least.movePointRight(scale())
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact())
                .toArray();
    }

    /** The roots of the score trees, with the nodes that break ties. */
    private String scored(String groups) {
        var columns = new StringBuilder("select s.run, s.scheme, g.scope, s.subject, g.position, s.normalised as exact,"
                + " case when s.normalised is null then s.note end as reason"
                + (peers == null ? "" : ", " + peers.sql("g.peer") + " as peers"));
        var joins = new StringBuilder(" from stage.score as s join (" + groups + ") as g using (run, subject)");
        var names = new ArrayList<>(breakers);
        for (int i = 0; i < names.size(); i++) {
            columns.append(", b%d.normalised as breaker_%d".formatted(i, i));
            joins.append(
                    " left join stage.score as b%1$d on b%1$d.run = s.run and b%1$d.scheme = s.scheme and b%1$d.subject"
                                    .formatted(i)
                            + " = s.subject and b%d.node = %s".formatted(i, Sql.text(names.get(i))));
        }
        if (gradesLimited) {
            columns.append(", cast(l.raw as integer) as best_grade");
            joins.append(
                    " left join stage.score as l on l.run = s.run and l.scheme = s.scheme and l.subject = s.subject"
                            + " and l.node = 'grade-limit'");
        }
        return columns.append(joins) + " where s.scheme = " + Sql.text(scheme) + " and s.node = 'score'";
    }

    List<String> terms() {
        var terms = new ArrayList<String>();
        for (int i = 0; i < breakers.size(); i++) {
            terms.add("cast(breaker_" + i + " as decimal(38, " + precision + ")) "
                    + (places.highestFirst() ? "desc" : "asc") + " nulls last");
        }
        return terms;
    }

    private String grade(String key) {
        if (grades.isEmpty()) {
            return "cast(null as varchar)";
        }
        return grades.keySet().stream()
                .map(grade -> " when " + reaches(grade, key) + " then " + Sql.text(grade))
                .collect(Collectors.joining("", "case", " end"));
    }

    /** Whether a score reaches a grade or a better one. */
    String reaches(String grade, String key) {
        var enough = key + " >= " + Objects.requireNonNull(grades.get(grade)).toPlainString();
        return gradesLimited
                ? enough + " and coalesce(best_grade, 0) <= "
                        + List.copyOf(grades.keySet()).indexOf(grade)
                : enough;
    }
}
