package org.tongbao.rulebook;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tongbao.deliver.Destination;
import org.tongbao.deliver.Recipients;
import org.tongbao.deliver.Recipients.Person;
import org.tongbao.deliver.Units;
import org.tongbao.home.Home;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Session;

/** The lists of who gets mail, compared with the jobs that send it and with what has been loaded. */
public final class MailingLists {

    private MailingLists() {}

    /** The lists that jobs name, each with the bulletins that are sent to it. */
    private static SortedMap<String, Set<String>> of(Collection<Job> jobs) {
        var lists = new TreeMap<String, Set<String>>();
        for (var job : jobs) {
            for (var destination : job.deliver()) {
                if (destination instanceof Destination.Mail mail) {
                    var narrowed = mail.choice().bulletins();
                    lists.computeIfAbsent(mail.list(), list -> new HashSet<>())
                            .addAll(narrowed.isEmpty() ? job.render() : narrowed);
                }
            }
        }
        return lists;
    }

    /** Names of the lists. */
    public static Set<String> names(Collection<Job> jobs) {
        return of(jobs).keySet();
    }

    /** Notes what can be seen to be wrong in the lists alone: addresses, bulletins, rows that stand twice. */
    static void verify(Home home, Collection<Job> jobs, Problems problems) {
        of(jobs).forEach((list, bulletins) ->
                Recipients.read(home.root(), list, problems).verifyBulletins(bulletins, problems));
    }

    /**
     * Notes units that are not among what has been loaded.
     *
     * @param session on the home's warehouse; it is pinned to the end of the period
     * @return whether there was anything to compare with
     */
    public static boolean verifyUnits(Session session, Rulebook rulebook, Home home, Period period, Problems problems) {
        rulebook.catalog().define(session);
        long last = session.one("select coalesce(max(load_id), 0) as last from ledger.load")
                .whole("last");
        if (!rulebook.pin(session, new Run(0, "check", period, last)).isEmpty()) {
            return false;
        }
        var units = Units.of(session);
        if (units.isEmpty()) {
            return false;
        }
        of(rulebook.jobs().values()).forEach((list, bulletins) -> {
            var recipients = Recipients.read(home.root(), list, new Problems());
            recipients.verifyUnits(units, problems);
            recipients.people().forEach(person -> verifyConcerned(person, units, bulletins, rulebook, problems));
        });
        return true;
    }

    /** Notes a row by which nobody would ever get anything. Whom a query chooses, only the query knows. */
    private static void verifyConcerned(
            Person person, Units units, Set<String> sent, Rulebook rulebook, Problems problems) {
        var meant = units.called(person.of());
        if (meant.size() != 1 || meant.get(0).kind().isEmpty()) {
            return;
        }
        var kind = meant.get(0).kind();
        var bulletins = sent.stream()
                .filter(name -> person.bulletin().isEmpty() || person.bulletin().equals(name))
                .flatMap(name -> Optional.ofNullable(rulebook.bulletins().get(name)).stream())
                .toList();
        boolean gets = bulletins.stream()
                .anyMatch(bulletin -> bulletin.recipients() != null
                        || bulletin.audience().equals(kind)
                        || bulletin.concerns().containsKey(kind));
        if (!gets && !bulletins.isEmpty()) {
            problems.add(
                    person.at(),
                    (person.bulletin().isEmpty() ? "nothing that is sent to this list" : "'" + person.bulletin() + "'")
                            + " " + (person.bulletin().isEmpty() ? "concerns" : "does not concern") + " a " + kind
                            + ": write " + kind + " under 'concerns:' in its bulletin.yaml, or take the row out");
        }
    }
}
