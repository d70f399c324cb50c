package org.tongbao.deliver;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.tongbao.deliver.Units.Unit;
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

    /**
     * A way to somebody, and what is sent that way.
     *
     * @param units those for whom somebody is named
     */
    record Route(
            String channel,
            String recipient,
            String address,
            boolean held,
            List<ConsignedFile> artifacts,
            Set<Unit> units) {

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
                    .filter(artifact -> destination.choice().takes(artifact))
                    .toList();
            if (waits) {
                taken.forEach(artifact -> held.add(artifact.bulletin()));
            }
            if (destination instanceof Destination.Folder folder) {
                if (!waits) {
                    put(folder, taken, consignment);
                }
            } else if (destination instanceof Destination.Mail mail) {
                var list = lists.get(mail);
                if (list != null) {
                    address(mail, list, taken, consignment.units(), waits, routes, remarks);
                }
            } else if (destination instanceof Destination.Webhook webhook) {
                var host = webhook.address().getHost();
                taken.forEach(artifact -> add(routes, "webhook", host, webhook.place(), waits, artifact));
            } else if (destination instanceof Destination.Sftp sftp) {
                var addresses = consignment.addresses(sftp.place());
                taken.forEach(artifact -> {
                    var address = addresses.getOrDefault(artifact.file(), "");
                    add(routes, "sftp", address, address, waits, artifact);
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

    private static Route add(
            Map<String, Route> routes,
            String channel,
            String recipient,
            String address,
            boolean held,
            ConsignedFile artifact) {
        var key = String.join("\n", channel, recipient, address, String.valueOf(held));
        var route = routes.computeIfAbsent(
                key, k -> new Route(channel, recipient, address, held, new ArrayList<>(), new LinkedHashSet<>()));
        if (!route.artifacts().contains(artifact)) {
            route.artifacts().add(artifact);
        }
        return route;
    }

    private void address(
            Destination.Mail mail,
            Recipients list,
            List<ConsignedFile> taken,
            Units units,
            boolean held,
            Map<String, Route> routes,
            List<String> remarks) {
        var unaddressed = new LinkedHashSet<String>();
        var test = home.settings().text(Settings.Key.MAIL_TEST_TO);
        for (var artifact : taken) {
            boolean gone = false;
            for (var person : list.people()) {
                if (person.wants(mail, artifact) && concerns(artifact, person, units)) {
                    gone = true;
                    var who = person.name() + " <" + person.email() + ">";
                    var route = add(routes, "mail", who, test.isEmpty() ? person.email() : test, held, artifact);
                    route.units().addAll(units.called(person.of()));
                }
            }
            if (!gone) {
                unaddressed.add(artifact.bulletin() + " " + artifact.subject().title());
            }
        }
        if (!units.isEmpty()) {
            var unknown = new Problems();
            list.verifyUnits(units, unknown);
            unknown.sorted().stream()
                    .map(Problems.Problem::toString)
                    .filter(problem -> !remarks.contains(problem))
                    .forEach(remarks::add);
        }
        if (!unaddressed.isEmpty()) {
            remarks.add("in " + mail.list() + " nobody gets: " + String.join(", ", unaddressed));
        }
        if (!test.isEmpty()) {
            remarks.add("test mode: all mail goes to " + test);
        }
    }

    /** Of several that share a name none is meant: better nobody gets it, and that is told, than somebody else. */
    private static boolean concerns(ConsignedFile artifact, Recipients.Person person, Units units) {
        var meant = units.called(person.of());
        return switch (meant.size()) {
            case 0 ->
                person.isForAll()
                        || person.of().equals(artifact.recipient())
                        || person.of().equals(artifact.subject().name());
            case 1 -> artifact.units().contains(meant.get(0));
            default -> false;
        };
    }

    private void put(Destination.Folder folder, List<ConsignedFile> taken, Consignment consignment) {
        var folders = consignment.folders(folder.place());
        var files = new TreeMap<String, List<String>>();
        taken.forEach(
                artifact -> files.computeIfAbsent(folders.getOrDefault(artifact.file(), ""), place -> new ArrayList<>())
                        .add(artifact.file()));
        boolean whole = folder.choice().bulletins().isEmpty() && files.size() == 1;
        files.forEach((place, names) -> {
            if (whole) {
                names.add(consignment.manifest());
            }
            new FolderDelivery(home.root().resolve(place))
                    .deliver(consignment.folder(), names, consignment.superseded());
        });
    }
}
