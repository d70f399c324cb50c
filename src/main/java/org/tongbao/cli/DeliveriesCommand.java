package org.tongbao.cli;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.deliver.Delivery;
import org.tongbao.deliver.Delivery.Tally;
import org.tongbao.deliver.DeliveryLedger;
import org.tongbao.deliver.DeliveryLedger.Entry;
import org.tongbao.deliver.DeliveryLedger.State;
import org.tongbao.message.Refusal;
import org.tongbao.operations.Operations;
import org.tongbao.warehouse.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "deliveries",
        description = {
            "Lists what was sent to whom and what became of it: held, planned, sending, sent, undelivered or unsure.",
            "held: a draft; it goes out when it has been issued (tongbao release).",
            "unsure: the mail server took the whole message and gave no answer; it is not sent again by itself."
        },
        subcommands = {DeliveriesCommand.Send.class, DeliveriesCommand.Resend.class},
        footer = {
            "",
            "Examples:",
            "  tongbao deliveries --state unsure",
            "  tongbao deliveries --run 12",
            "  tongbao deliveries send                    what waits and is due, now",
            "  tongbao deliveries resend 3f2a91c0         one parcel again, under the same Message-ID"
        })
final class DeliveriesCommand implements Callable<Integer> {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final int PARCEL = 8;

    @ParentCommand
    Tongbao program;

    @Option(names = "--state", description = "Only held, planned, sending, sent, undelivered or unsure ones.")
    @Nullable
    String state;

    @Option(names = "--run", paramLabel = "NUMBER", description = "Only those of this run.")
    @Nullable
    Long run;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "40",
            description = "How many, the newest (${DEFAULT-VALUE}).")
    int last;

    @Override
    public Integer call() {
        var wanted = state == null ? null : state(state);
        try (var operations = program.workspace().operations()) {
            var ledger = new DeliveryLedger(operations.source());
            var entries = (run == null ? ledger.latest(wanted == null ? last : Integer.MAX_VALUE) : ledger.of(run))
                    .stream()
                            .filter(entry -> wanted == null || entry.state() == wanted)
                            .limit(last)
                            .toList();
            if (entries.isEmpty() && !program.json) {
                program.out().println("nothing is listed; folders are not, and mail is when a job's deliver: names it");
            } else {
                program.printer().rows(entries.stream().map(this::row).toList());
            }
        }
        return 0;
    }

    private Row row(Entry entry) {
        return new Row(Printer.map(
                "parcel", program.json ? entry.parcel() : entry.parcel().substring(0, PARCEL),
                "state", entry.state().word(),
                "run", entry.run(),
                "channel", entry.channel(),
                "recipient", entry.recipient(),
                "address", entry.address(),
                "file", entry.artifact(),
                "attempts", entry.attempts(),
                "changed", time(entry.changedAt()),
                "due", entry.state() == State.PLANNED ? time(entry.dueAt()) : null,
                "answer", entry.answer()));
    }

    private String time(java.time.Instant at) {
        return LocalDateTime.ofInstant(at, program.clock().getZone()).format(MINUTE);
    }

    private static State state(String word) {
        var words = java.util.Arrays.stream(State.values()).map(State::word).toList();
        if (!words.contains(word)) {
            throw Refusal.unknown("state.unknown", word, words);
        }
        return State.of(word);
    }

    private int send(Operations operations) {
        var workspace = program.workspace();
        var delivery = new Delivery(
                workspace.home(), operations.source(), program.clock(), Delivery.Pause.asleep(program.clock()));
        var progress = workspace.progress();
        progress.begin("deliver", -1, "parcels");
        var tally = delivery.send(progress);
        progress.end(tally.toString());
        return told(program, tally);
    }

    /** Tells machines how much went; returns the exit code. */
    static int told(Tongbao program, Tally tally) {
        if (program.json) {
            program.printer()
                    .value(Printer.map(
                            "sent",
                            tally.sent(),
                            "waiting",
                            tally.waiting(),
                            "undelivered",
                            tally.undelivered(),
                            "unsure",
                            tally.unsure()));
        }
        return tally.isWhole() ? 0 : 1;
    }

    @Command(
            name = "send",
            description =
                    "Sends what waits and is due: after quiet hours, or after a server was down. serve does it by itself.",
            footer = {"", "Example: tongbao deliveries send"})
    static final class Send implements Callable<Integer> {

        @ParentCommand
        DeliveriesCommand deliveries;

        @Override
        public Integer call() {
            try (var operations = deliveries.program.workspace().operations()) {
                return deliveries.send(operations);
            }
        }
    }

    @Command(
            name = "resend",
            description = "Sends parcels again that are undelivered or unsure, under the same Message-ID.",
            footer = {
                "",
                "Examples:",
                "  tongbao deliveries resend 3f2a91c0",
                "  tongbao deliveries resend --undelivered --unsure"
            })
    static final class Resend implements Callable<Integer> {

        @ParentCommand
        DeliveriesCommand deliveries;

        @Parameters(
                arity = "0..*",
                paramLabel = "PARCEL",
                description = "Parcels as listed; all of the state without one.")
        List<String> parcels = new ArrayList<>();

        @Option(names = "--undelivered", description = "All that were refused or given up.")
        boolean undelivered;

        @Option(names = "--unsure", description = "All of which nobody knows: some may arrive twice.")
        boolean unsure;

        @Override
        public Integer call() {
            if (parcels.isEmpty() && !undelivered && !unsure) {
                throw new Refusal("parcel.needed");
            }
            var states = new ArrayList<State>();
            if (undelivered || !unsure) {
                states.add(State.UNDELIVERED);
            }
            if (unsure || !undelivered) {
                states.add(State.UNSURE);
            }
            try (var operations = deliveries.program.workspace().operations()) {
                int rows = new DeliveryLedger(operations.source())
                        .resend(states, parcels, deliveries.program.clock().instant());
                if (rows == 0) {
                    throw new Refusal("parcel.none");
                }
                return deliveries.send(operations);
            }
        }
    }
}
