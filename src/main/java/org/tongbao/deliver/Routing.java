package org.tongbao.deliver;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.message.Refusal;
import org.tongbao.spec.Problems;

/**
 * Who gets which of the finished files. What goes into folders is put there; what is to be sent is entered in the
 * ledger, the same bytes for the same address and period once, whatever is run again. Drafts go only where drafts are
 * wanted: for everybody else they are held until they have been issued.
 */
public final class Routing {

    private final Home home;
    private final DeliveryLedger ledger;
    private final Clock clock;

    public Routing(Home home, DataSource operations, Clock clock) {
        this.home = home;
        this.ledger = new DeliveryLedger(operations);
        this.clock = clock;
    }

    /** A way to somebody, and what is sent that way. */
    record Route(String channel, String recipient, String address, boolean held, List<ConsignedFile> artifacts) {

        boolean isMail() {
            return channel.equals("mail");
        }
    }

    /** Puts files into the folders and plans what goes to others; returns what one should know, a line each. */
    public List<String> plan(List<Destination> destinations, Consignment consignment) {
        var lists = lists(destinations);
        var remarks = new ArrayList<String>();
        var routes = new LinkedHashMap<String, Route>();
        var held = new TreeSet<String>();
        for (var destination : destinations) {
            boolean waits = !consignment.issued() && !destination.choice().drafts();
            var taken = consignment.artifacts().stream()
                    .filter(artifact -> destination.choice().takes(artifact.bulletin()))
                    .toList();
            if (waits) {
                taken.forEach(artifact -> held.add(artifact.bulletin()));
            }
            if (destination instanceof Destination.Folder folder) {
                if (!waits) {
                    put(folder, taken, consignment);
                }
            } else if (destination instanceof Destination.Mail mail) {
                address(mail, lists.getOrDefault(mail, new Recipients(List.of())), taken, waits, routes, remarks);
            } else if (destination instanceof Destination.Webhook webhook) {
                var host = webhook.address().getHost();
                taken.forEach(artifact -> add(routes, "webhook", host, webhook.place(), waits, artifact));
            } else if (destination instanceof Destination.Sftp sftp) {
                taken.forEach(artifact -> {
                    var place = consignment.place(sftp.place(), artifact);
                    add(routes, "sftp", place, place, waits, artifact);
                });
            }
        }
        // What somebody gets now need not be held for them on another way.
        var inOrder = routes.values().stream()
                .sorted(Comparator.comparing(Route::held))
                .toList();
        ledger.plan(
                consignment.job(),
                consignment.period(),
                new ParcelPlanner(home, ledger, clock.instant()).plan(inOrder, consignment));
        if (!held.isEmpty()) {
            remarks.add("held until issued (tongbao release check " + consignment.job() + " --period "
                    + consignment.period() + " --by NAME): " + String.join(", ", held));
        }
        return remarks;
    }

    private Map<Destination, Recipients> lists(List<Destination> destinations) {
        var problems = new Problems();
        var lists = new LinkedHashMap<Destination, Recipients>();
        for (var destination : destinations) {
            if (destination instanceof Destination.Mail mail) {
                lists.put(mail, Recipients.read(home.root(), mail.list(), problems));
            }
        }
        problems.throwIfAny();
        if (!lists.isEmpty() && !MailServer.isNamed(home.settings())) {
            throw new Refusal("mail.no-server");
        }
        return lists;
    }

    private static void add(
            Map<String, Route> routes,
            String channel,
            String recipient,
            String address,
            boolean held,
            ConsignedFile artifact) {
        var key = String.join("\n", channel, recipient, address, String.valueOf(held));
        var route = routes.computeIfAbsent(key, k -> new Route(channel, recipient, address, held, new ArrayList<>()));
        if (!route.artifacts().contains(artifact)) {
            route.artifacts().add(artifact);
        }
    }

    private void address(
            Destination.Mail mail,
            Recipients list,
            List<ConsignedFile> taken,
            boolean held,
            Map<String, Route> routes,
            List<String> remarks) {
        var unaddressed = new LinkedHashSet<String>();
        var test = home.settings().text(Settings.Key.MAIL_TEST_TO);
        for (var artifact : taken) {
            boolean gone = false;
            for (var person : list.people()) {
                if (person.gets(mail, artifact)) {
                    gone = true;
                    var who = person.name() + " <" + person.email() + ">";
                    add(routes, "mail", who, test.isEmpty() ? person.email() : test, held, artifact);
                }
            }
            if (!gone) {
                unaddressed.add(artifact.bulletin() + " " + artifact.title());
            }
        }
        if (!unaddressed.isEmpty()) {
            remarks.add("in " + mail.list() + " nobody gets: " + String.join(", ", unaddressed));
        }
        if (!test.isEmpty()) {
            remarks.add("test mode: all mail goes to " + test);
        }
    }

    private void put(Destination.Folder folder, List<ConsignedFile> taken, Consignment consignment) {
        var files = new TreeMap<String, List<String>>();
        taken.forEach(artifact -> files.computeIfAbsent(
                        consignment.place(folder.place(), artifact), place -> new ArrayList<>())
                .add(artifact.file()));
        boolean whole = folder.choice().bulletins().isEmpty() && files.size() == 1;
        files.forEach((place, names) -> {
            if (whole) {
                names.add(consignment.manifest());
            }
            new FolderDelivery(home.root().resolve(place)).deliver(consignment.folder(), names);
        });
    }
}
