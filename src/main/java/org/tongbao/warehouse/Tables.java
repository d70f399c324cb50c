package org.tongbao.warehouse;

import java.util.List;
import java.util.Map;

/**
 * The tables where the stages meet. Each row of {@code stage} belongs to a run; a step replaces its run's rows in one
 * transaction. Units: {@code value} as its indicator declares; scores 0..100 unless the scheme says otherwise; shares
 * 0..1.
 */
final class Tables {

    /** Counts up with each change to a table that is there already; {@link #CHANGES} says what brings it about. */
    private static final int VERSION = 6;

    /** How a run's bulletins came to be issued: who did what, and when. */
    private static final String RELEASE = """
            create table if not exists ledger.release (
                run bigint not null,
                turn bigint not null,             -- the run's first act is 1
                act varchar not null,             -- drafted | checked | approved | returned | issued | ...
                who varchar not null,             -- as the operating system calls them; up to 0.1.0 as they called themselves
                note varchar not null,
                done_at timestamp not null,
                host varchar,
                said varchar,                     -- who they say they are: a remark
                alone boolean,                    -- whether they did what another should have done: an office of one
                manifest varchar,                 -- SHA-256 of what lies beside the files that were issued
                entry bigint unique,              -- its place in the chain; null of what 0.1.0 entered
                previous varchar,                 -- hash of the entry before
                hash varchar,                     -- SHA-256 of this one
                primary key (run, turn))""";

    /** One issued file. Its number is code, year and serial: 景建安〔2026〕18号. */
    private static final String ISSUE = """
            create table if not exists ledger.issue (
                run bigint not null,
                bulletin varchar not null,
                recipient varchar not null,       -- subject it is for
                code varchar not null,
                year integer not null,
                serial integer not null,
                issued_on date not null,          -- 成文日期
                file varchar not null,            -- below the issue's folder
                sha256 varchar not null,
                spec_sha256 varchar not null,     -- of the kept copy of the files it was made with
                folder varchar,                   -- below out/issued
                unsigned_sha256 varchar,          -- of the file before it was signed
                entry bigint unique,              -- as in ledger.release: the two are one chain
                previous varchar,
                hash varchar,
                primary key (code, year, serial, folder, file))""";

    private static final List<String> DDL = List.of(
            "create schema if not exists dataset",
            // Loads of so many rows that each has a table of its own, and each dataset with all its loads.
            "create schema if not exists large",
            "create schema if not exists loaded",
            "create schema if not exists stage",
            "create schema if not exists ledger",
            "create table if not exists ledger.version (version integer)",
            // One arrival of one slice of one dataset. read = loaded + rejected, always.
            """
            create table if not exists ledger.load (
                load_id bigint primary key,
                dataset varchar not null,
                source varchar not null,
                file varchar not null,            -- path below the data folder
                slice varchar not null,           -- what a later load of the same slice replaces
                sha256 varchar not null,          -- of the file
                rows_read bigint not null,
                rows_loaded bigint not null,
                rows_rejected bigint not null,
                loaded_at timestamp not null,
                withdrawn_at_load bigint)         -- loads from this number on no longer see it""",
            """
            create table if not exists ledger.large (
                load_id bigint primary key,
                dataset varchar not null,
                name varchar not null,            -- of its table in the schema large
                first_row bigint not null)        -- source_row of the table's row 0""",
            """
            create table if not exists ledger.reject (
                load_id bigint not null,
                dataset varchar not null,
                file varchar not null,
                sheet varchar,
                source_row bigint not null,       -- physical row of the file, the first is 1
                column_name varchar not null,
                value varchar,                    -- as it arrived
                reason varchar not null)""",
            // A row that was loaded although something is odd about it, or that set its whole load aside.
            """
            create table if not exists ledger.warning (
                load_id bigint not null,
                dataset varchar not null,
                file varchar not null,
                sheet varchar,
                source_row bigint not null,
                column_name varchar not null,
                value varchar,
                reason varchar not null,
                severity varchar not null)        -- warn | quarantine""",
            // What a person should know of a load as a whole.
            """
            create table if not exists ledger.note (
                load_id bigint not null,
                kind varchar not null,            -- drift | volume | quarantine | undone | released
                words varchar not null)""",
            """
            create table if not exists ledger.run (
                run bigint primary key,
                job varchar not null,
                period varchar not null,
                period_start date not null,
                period_end date not null,         -- the day after the last
                cutoff bigint not null,           -- highest load the run sees
                state varchar not null,           -- started | completed | partial | failed | abandoned
                spec_sha256 varchar not null,     -- of the job, rulebook and templates it ran with
                started_at timestamp not null,
                ended_at timestamp,
                as_of_day date,                   -- the last day that the run looks at
                looked_on date)                   -- the day on which it looks: --as-of, else the day it began""",
            RELEASE,
            ISSUE,
            // An objection of a recipient against a figure of a draft, and what came of it.
            """
            create table if not exists ledger.objection (
                objection bigint not null,
                run bigint not null,
                subject varchar not null,
                figure varchar not null,          -- indicator or node objected to
                text varchar not null,
                raised_on date not null,
                upheld boolean,                   -- null until it is decided
                answer varchar,
                decided_on date)""",
            """
            create table if not exists stage.gate (
                run bigint not null,
                dataset varchar not null,
                rows bigint not null,             -- in the period
                previous_rows bigint not null,    -- in the period before
                threshold varchar not null,
                outcome varchar not null)         -- open | warn | stop""",
            // Who delivered what a dataset expects of each, for each of its periods within the run's.
            """
            create table if not exists stage.delivery (
                run bigint not null,
                dataset varchar not null,
                title varchar not null,
                subject_kind varchar not null,
                subject varchar not null,
                of_period varchar not null,
                span varchar not null,            -- the same in Chinese
                due_on date not null,             -- the last day on which it was in time
                rows bigint not null,
                delivered_on date,                -- as the register of deliveries says; null if it says nothing
                earlier boolean not null,         -- owed since an earlier period, and still not there
                state varchar not null,           -- 已报 | 零报告 | 迟报 | 未报 | 未到期
                first_day date,                   -- of of_period
                last_day date)""",
            // How many of those of whom rows were expected in the period have some.
            """
            create table if not exists stage.reporting (
                run bigint not null,
                dataset varchar not null,
                subject_kind varchar,             -- null where all are counted together
                subject varchar,
                expected bigint not null,
                reported bigint not null,
                least double not null,            -- share that a gate asks for
                enough boolean not null)""",
            """
            create table if not exists stage.unreported (
                run bigint not null,
                dataset varchar not null,
                subject_kind varchar,
                subject varchar,
                member_column varchar not null,   -- what the member is: project_id, device_id
                member varchar not null)""",
            """
            create table if not exists stage.observation (
                run bigint not null,
                subject_kind varchar not null,
                subject varchar not null,
                indicator varchar not null,
                numerator double,
                denominator double,               -- null for a count
                value double)                     -- null when it cannot be told""",
            """
            create table if not exists stage.score (
                run bigint not null,
                scheme varchar not null,
                subject varchar not null,
                node varchar not null,            -- 'score' is the root
                parent varchar,
                raw double,                       -- an indicator's value; a branch's aggregate
                normalised double,                -- on the scheme's scale, after caps
                weight double,                    -- share within its parent, as declared
                effective_weight double,          -- share within its parent, after missing values
                contribution double,              -- points of the final score that come from here
                note varchar,                     -- what was done to it: missing, changed, capped; or why there is no score
                denominated double,               -- an indicator's value per unit, where the scheme divides it
                treated double,                   -- after small samples and outliers, where the scheme says so
                imputed double)                   -- share of its points that stands in for missing values""",
            // What the rulebook holds and the run leaves out.
            """
            create table if not exists stage.unused (
                run bigint not null,
                kind varchar not null,            -- dataset | indicator | finding | scheme | ladder | weight
                name varchar not null,            -- of a weight, the scheme's
                title varchar not null,
                reason varchar not null,          -- 未启用: its data are not in use; 未报: not delivered for the period; 未施行: its clauses are not in force here
                because varchar not null)         -- the titles of those data, or the clauses
            """,
            // Which version of a scheme the run was scored by.
            """
            create table if not exists stage.scheme_version (
                run bigint not null,
                scheme varchar not null,
                version integer not null,
                title varchar not null,
                holds_from date,                  -- first day; null if it has always held
                holds_until date)                 -- last day; null if no end is set""",
            """
            create table if not exists stage.weight (
                run bigint not null,
                scheme varchar not null,
                node varchar not null,
                parent varchar not null,
                method varchar not null,          -- entropy | critic | variation: what the data would give
                n bigint not null,                -- subjects with points in all nodes of the level
                declared double not null,         -- share within its parent that counts
                weight double)                    -- share within its parent by the method; null if it is not defined""",
            """
            create table if not exists stage.distribution (
                run bigint not null,
                scheme varchar not null,
                node varchar not null,            -- an indicator of the tree, or 'score'
                n bigint not null,                -- subjects with a value; of those that are not left out
                missing bigint not null,
                least double,
                mean double,
                greatest double,
                deviation double,                 -- of the sample
                skewness double,
                kurtosis double,                  -- 0 for a normal distribution
                outlying boolean not null,        -- skewness beyond 2 and kurtosis above 3.5
                touched bigint not null,          -- values changed as outliers or small samples
                size_correlation double,          -- of the points with the scheme's size
                warning varchar)""",
            // Whom a scheme itself leaves out of the comparison, and why.
            """
            create table if not exists stage.exclusion (
                run bigint not null,
                scheme varchar not null,
                subject varchar not null,
                because varchar not null)""",
            // How a scheme computes, as columns of a spreadsheet: docs/workbooks.md.
            """
            create table if not exists stage.formula (
                run bigint not null,
                scheme varchar not null,
                stage varchar not null,           -- score | rank: who wrote it
                position integer not null,        -- order from left to right
                name varchar not null,            -- how formulas call the column
                subject_kind varchar not null,
                part varchar,                     -- heading over the column and its neighbours
                title varchar not null,
                figure varchar not null,          -- which figure of the warehouse stands there
                node varchar,                     -- the indicator or branch that it belongs to
                decimals integer,                 -- as printed; null for what is no number, or not rounded
                formula varchar,                  -- null where the figure is given
                weight varchar,                   -- heads over the column: a number that can be changed, or a formula
                share varchar,
                nought varchar,
                full_marks varchar,
                bound varchar,
                note varchar)""",
            // Whether a scheme measures what it says: docs/health.md.
            """
            create table if not exists stage.health (
                run bigint not null,
                scheme varchar not null,
                line bigint not null,             -- order in which a person reads them
                measure varchar not null,         -- correlation | main effect | influence | alpha | same points | size | outcome | grade
                node varchar not null,
                other varchar,                    -- the node or the indicator that it is compared with
                value double,                     -- null where it cannot be told; the note says why
                stated double,                    -- share of the whole score by the declared weights, of an influence
                n bigint not null,                -- subjects
                note varchar,
                warned boolean not null)          -- whether somebody should look at it""",
            """
            create table if not exists stage.standing (
                run bigint not null,
                scheme varchar not null,
                scope varchar not null,           -- the group ranked within
                subject varchar not null,
                score double,
                grade varchar,
                rank integer,
                "of" integer,                     -- how many are ranked
                previous_rank integer,
                low integer,                      -- better end of the interval of ranks under drawn weights, 5 %
                high integer,                     -- its worse end, 95 %
                left_out varchar,                 -- why it is not ranked
                peers varchar,                    -- the class of its like, where the scheme ranks these apart, too
                peer_rank integer,                -- place among them
                peer_of integer,                  -- how many of them are ranked
                median double,                    -- of the ranks under drawn weights
                band integer)                     -- the same for those whom the intervals don't tell from the band's first""",
            // Places by the points of a branch alone, where the scheme ranks its branches, too.
            """
            create table if not exists stage.branch_standing (
                run bigint not null,
                scheme varchar not null,
                scope varchar not null,           -- the group ranked within
                node varchar not null,
                subject varchar not null,
                score double not null,            -- points of the branch, rounded as the scheme's scores are
                rank integer,                     -- null where too few are ranked
                "of" integer)                     -- how many are ranked""",
            // How the intervals of a scheme's ranks were drawn; the same seed gives the same draws.
            """
            create table if not exists stage.uncertainty (
                run bigint not null,
                scheme varchar not null,
                draws integer not null,
                seed bigint not null,
                spread double not null,           -- by how much of itself each weight was drawn up or down, 0..1
                subjects bigint not null,         -- with a rank
                mean_change double)               -- places by which a subject moves in a draw, on average""",
            """
            create table if not exists stage.sensitivity (
                run bigint not null,
                scheme varchar not null,
                input varchar not null,           -- a node, for its weight; normalise, aggregate or missing
                draws integer not null,           -- that its indices are from
                first_order double,               -- share of the variance of the mean change that it explains alone
                total double)                     -- and together with others; null if nothing changes""",
            """
            create table if not exists stage.removal (
                run bigint not null,
                scheme varchar not null,
                scope varchar not null,
                subject varchar not null,
                node varchar not null,            -- the indicator left out
                rank integer,                     -- as published
                without integer)                  -- rank without it; null if there would be none""",
            // A line of praise or penalty, or a grade's, that lies inside a subject's interval.
            """
            create table if not exists stage.line (
                run bigint not null,
                scheme varchar not null,
                scope varchar not null,
                subject varchar not null,
                line varchar not null,            -- a grade, or the name of a line of places
                kind varchar not null,            -- grade | first | last
                stands_at double not null,        -- lowest score of the grade; last place before the line
                low double,                       -- interval of the score or the rank, 5 to 95 %
                high double,
                reached double not null,          -- share of the draws that reach the grade or are among the first or last
                warning varchar not null)""",
            // A scheme tried out beside the published one. Filled only in a transaction that is undone: tongbao
            // simulate.
            """
            create table if not exists stage.simulation (
                run bigint not null,
                scheme varchar not null,
                period varchar not null,
                period_start date not null,
                scope varchar not null,
                subject varchar not null,
                name varchar,
                published_score double,
                published_grade varchar,
                published_rank bigint,
                score double,
                grade varchar,
                rank bigint,
                moved bigint)                     -- places gained by the change of scheme; below 0 lost""",
            """
            create table if not exists stage.simulation_summary (
                run bigint not null,
                scheme varchar not null,
                period varchar not null,
                period_start date not null,
                scope varchar not null,
                ranked bigint not null,           -- subjects with a place by both
                mean_change double,               -- of the places, without sign
                largest_change bigint,
                spearman double,                  -- correlation of the places, -1..1
                kendall double,                   -- the same by pairs (tau-b)
                regraded bigint not null,         -- subjects whose grade is another
                entered bigint not null,          -- with a place only by the scheme tried out
                dropped bigint not null)          -- with a place only by the published one""",
            """
            create table if not exists stage.finding (
                run bigint not null,
                rule varchar not null,
                subject_kind varchar not null,
                subject varchar not null,
                case_key varchar not null,        -- of the case; with rule and subject it identifies it
                since date,
                due date,
                detail varchar,
                state varchar not null,           -- new | continued | cleared
                load_id bigint,
                source_row bigint)""",
            """
            create table if not exists stage.decision (
                run bigint not null,
                ladder varchar not null,
                subject varchar not null,
                step varchar not null,
                cycle integer not null,           -- cycles on the ladder, the first is 1; 0 before a recorded one has begun
                because varchar,
                measures varchar,
                notice varchar)""",
            // The conditions that held in the period for a subject on a ladder.
            """
            create table if not exists stage.ground (
                run bigint not null,
                ladder varchar not null,
                subject varchar not null,
                item integer not null,            -- the condition's place in the ladder, the first is 1
                because varchar not null,
                rule varchar not null)            -- finding or scheme""",
            // What makes a subject suspect in the period, whether or not it is on the ladder.
            """
            create table if not exists stage.suspicion (
                run bigint not null,
                ladder varchar not null,
                subject varchar not null,
                item integer not null,            -- the suspicion's place in the ladder, the first is 1
                because varchar not null,
                rule varchar not null)            -- finding or scheme""",
            // An issued document that a run corrects: what it says of the figures in stage.correction no longer holds.
            """
            create table if not exists stage.corrected (
                run bigint not null,
                against bigint not null,          -- the run that was issued
                bulletin varchar not null,
                title varchar not null,
                recipient varchar not null,
                number varchar not null,          -- 发文字号
                issued_on date not null)""",
            // An issued document that is withdrawn: by a notice of the same run, or because the run takes its place.
            """
            create table if not exists stage.withdrawn (
                run bigint not null,
                bulletin varchar not null,
                title varchar not null,
                recipient varchar not null,
                number varchar not null,          -- 发文字号
                issued_on date not null,
                reason varchar not null,          -- why, as everybody is told
                notice boolean not null,          -- whether a notice withdraws it, and nothing takes its place
                withdrawn_by varchar)             -- number of what does; null until that is issued""",
            // A figure that is printed otherwise than it was issued.
            """
            create table if not exists stage.correction (
                run bigint not null,
                line bigint not null,             -- order in which a person reads them
                subject_kind varchar not null,
                subject varchar not null,
                scheme varchar not null,          -- empty for an indicator
                figure varchar not null,          -- indicator, branch of the score, score, rank, grade, ladder ...
                title varchar not null,
                unit varchar not null,
                before varchar not null,          -- as issued, as it is printed
                after varchar not null,
                before_value double,              -- null where there is none, or where it is no number
                after_value double)""",
            // What made a figure change: a figure may have several causes.
            """
            create table if not exists stage.correction_cause (
                run bigint not null,
                line bigint not null,             -- of the correction
                kind varchar not null,            -- load | undone | rules | objection
                load_id bigint,
                file varchar,                     -- of the load
                dataset varchar,                  -- what the load is of, in Chinese
                arrived_at timestamp,
                objection bigint,
                words varchar)                    -- what the objection says""",
            """
            create table if not exists stage.artifact (
                run bigint not null,
                bulletin varchar not null,
                recipient varchar not null,
                path varchar not null,            -- below the folder for finished bulletins
                sha256 varchar not null,
                state varchar not null,           -- draft | issued
                number varchar)                   -- 发文字号""");

    /** What brings a warehouse of the version before to a version; a table that is new stands above only. */
    private static final Map<Integer, List<String>> CHANGES = Map.of(
            2,
            List.of(
                    "alter table stage.score add column if not exists denominated double",
                    "alter table stage.score add column if not exists treated double",
                    "alter table stage.score add column if not exists imputed double",
                    "alter table stage.standing add column if not exists peers varchar",
                    "alter table stage.standing add column if not exists peer_rank integer",
                    "alter table stage.standing add column if not exists peer_of integer",
                    "alter table stage.standing add column if not exists median double",
                    "alter table stage.standing add column if not exists band integer"),
            3,
            List.of("alter table stage.finding rename column evidence to case_key"),
            4,
            List.of(
                    "alter table ledger.run add column as_of_day date",
                    "update ledger.run set as_of_day = cast(period_end - interval '1' day as date)",
                    "alter table ledger.run add column looked_on date",
                    "update ledger.run set looked_on = cast(started_at as date)"),
            5,
            List.of(
                    // Ledgers get keys, and what edition 0.1.0 entered stands outside the chain.
                    "alter table ledger.release rename to release_before",
                    RELEASE,
                    """
                    insert into ledger.release (run, turn, act, who, note, done_at)
                    select run, turn, act, who, note, done_at from ledger.release_before""",
                    "drop table ledger.release_before",
                    "alter table ledger.issue rename to issue_before",
                    ISSUE,
                    """
                    insert into ledger.issue (
                        run, bulletin, recipient, code, year, serial, issued_on, file, sha256, spec_sha256, folder,
                        unsigned_sha256)
                    select i.*, coalesce(r.job || '/' || r.period || '-' || r.run, 'run-' || i.run), i.sha256
                    from ledger.issue_before as i left join ledger.run as r on r.run = i.run""",
                    "drop table ledger.issue_before"),
            6,
            List.of(
                    "alter table stage.delivery add column if not exists first_day date",
                    "alter table stage.delivery add column if not exists last_day date"));

    /** The tables of {@code stage}, each with a column {@code run}. */
    static final List<String> STAGES = List.of(
            "gate",
            "delivery",
            "reporting",
            "unreported",
            "observation",
            "score",
            "scheme_version",
            "unused",
            "weight",
            "distribution",
            "exclusion",
            "formula",
            "health",
            "standing",
            "branch_standing",
            "uncertainty",
            "sensitivity",
            "removal",
            "line",
            "simulation",
            "simulation_summary",
            "finding",
            "decision",
            "ground",
            "suspicion",
            "corrected",
            "withdrawn",
            "correction",
            "correction_cause",
            "artifact");

    private Tables() {}

    /** Makes the tables, or brings those of an earlier version to this one: all of it or nothing. */
    static void create(Session session) {
        session.inTransaction(() -> {
            long found = version(session);
            if (found > VERSION) {
                throw new WarehouseException("the warehouse was written by a newer Tongbao (version " + found
                        + ", this one knows " + VERSION + ")");
            }
            DDL.forEach(session::execute);
            if (found == 0) {
                session.sql("insert into ledger.version values (:version)")
                        .param("version", VERSION)
                        .execute();
            } else if (found < VERSION) {
                for (long version = found + 1; version <= VERSION; version++) {
                    CHANGES.getOrDefault((int) version, List.of()).forEach(session::execute);
                }
                session.sql("update ledger.version set version = :version")
                        .param("version", VERSION)
                        .execute();
            }
        });
    }

    /** The version of a warehouse that is there, or 0. */
    static long version(Session session) {
        boolean there = session.one("select count(*) as n from information_schema.tables"
                                + " where table_schema = 'ledger' and table_name = 'version'")
                        .whole("n")
                > 0;
        return there
                ? session.one("select coalesce(max(version), 0) as version from ledger.version")
                        .whole("version")
                : 0;
    }
}
