package org.tongbao.deliver;

import java.time.Clock;
import org.tongbao.deliver.MailServer.MailMessage;
import org.tongbao.home.Home;

/** Parcels as messages. */
final class MailChannel implements Channel {

    private final MailServer server;
    private final Clock clock;

    MailChannel(Home home, Clock clock) {
        this.server = new MailServer(home);
        this.clock = clock;
    }

    @Override
    public SendResult send(Parcel parcel) {
        var first = parcel.first();
        return server.send(
                new MailMessage(
                        parcel.id(),
                        first.address(),
                        first.title(),
                        first.words(),
                        parcel.entries().stream().map(parcel::attachment).toList()),
                clock.instant());
    }

    @Override
    public void close() {
        server.close();
    }
}
