package org.tongbao.release;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.issue.DocumentNumber;
import org.tongbao.issue.Register;
import org.tongbao.issue.Register.Issued;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/** The issued documents that a run withdraws: by a notice, or by putting others in their place. */
final class Withdrawals {

    /** The bulletin that says so to those who had them. */
    static final String BULLETIN = Register.WITHDRAWAL;

    private final Session session;
    private final Rulebook rulebook;
    private final Run run;

    /** A session that is pinned to the run. */
    Withdrawals(Session session, Rulebook rulebook, Run run) {
        this.session = session;
        this.rulebook = rulebook;
        this.run = run;
    }

    /**
     * Enters documents that are to be withdrawn.
     *
     * @param reason as everybody is told
     * @param notice whether a notice withdraws them, and nothing takes their place
     */
    void enter(List<Issued> documents, String reason, boolean notice) {
        drop();
        documents.stream()
                .map(document -> new Issued(
                        document.run(),
                        document.bulletin(),
                        document.recipient(),
                        document.number(),
                        document.on(),
                        "",
                        "",
                        "",
                        "",
                        ""))
                .distinct()
                .forEach(document -> session.sql("""
                                insert into stage.withdrawn
                                values (:run, :bulletin, :title, :recipient, :number, :on, :reason, :notice, null)""")
                        .param("run", run.number())
                        .param("bulletin", document.bulletin())
                        .param("title", title(document.bulletin()))
                        .param("recipient", document.recipient())
                        .param("number", document.number().toString())
                        .param("on", document.on())
                        .param("reason", reason)
                        .param("notice", notice)
                        .execute());
    }

    private String title(String name) {
        var bulletin = rulebook.bulletins().get(name);
        return bulletin == null ? name : String.join("", bulletin.titleFor(run.period()));
    }

    /** Gives up what has not been issued. */
    void drop() {
        session.sql("delete from stage.withdrawn where run = :run and withdrawn_by is null")
                .param("run", run.number())
                .execute();
        session.sql("delete from stage.artifact where run = :run and bulletin = :bulletin and state = 'draft'")
                .param("run", run.number())
                .param("bulletin", BULLETIN)
                .execute();
    }

    /** What stands under the title of a document that takes the place of others; empty if it does not. */
    String remark(String bulletin, String recipient) {
        var replaced = session.sql("""
                        select distinct number, title, issued_on, reason from stage.withdrawn
                        where run = :run and not notice and bulletin in (:bulletin, :correction)
                            and recipient = :recipient
                        order by issued_on, number""")
                .param("run", run.number())
                .param("bulletin", bulletin)
                .param("correction", Restatement.BULLETIN)
                .param("recipient", recipient)
                .query();
        return replaced.isEmpty()
                ? ""
                : "（本件印发后，"
                        + replaced.stream().map(Withdrawals::name).collect(Collectors.joining("、"))
                        + "同时撤回，以本件为准。原因："
                        + replaced.get(0).text("reason").replaceAll("[。.]+$", "") + "）";
    }

    private static String name(Row row) {
        var day = row.date("issued_on");
        return (day == null ? "" : day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日印发的")
                + row.text("number");
    }

    /** Shows the queries of the notice what it withdraws: what is under way, or what was withdrawn by the notices of some numbers. */
    void show(List<String> numbers) {
        session.execute("create or replace temp view withdrawn as select * from stage.withdrawn where run = "
                + run.number()
                + (numbers.isEmpty()
                        ? " and withdrawn_by is null"
                        : " and withdrawn_by in (" + Sql.texts(numbers) + ")"));
    }

    /**
     * Lets the withdrawal hold.
     *
     * @param numbers bulletin and recipient, with a blank between, of what has been issued, to its number
     */
    void settle(Map<String, DocumentNumber> numbers) {
        var rows = session.sql("""
                        select distinct number, bulletin, recipient from stage.withdrawn
                        where run = :run and withdrawn_by is null order by number, recipient""").param("run", run.number()).query();
        for (var row : rows) {
            var by = Stream.of(row.text("bulletin"), BULLETIN)
                    .map(bulletin -> numbers.get(bulletin + " " + row.text("recipient")))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseGet(() -> numbers.values().iterator().next());
            session.sql("""
                            update stage.withdrawn set withdrawn_by = :by
                            where run = :run and number = :number and recipient = :recipient and withdrawn_by is null""")
                    .param("by", by.toString())
                    .param("run", run.number())
                    .param("number", row.text("number"))
                    .param("recipient", row.text("recipient"))
                    .execute();
        }
    }
}
