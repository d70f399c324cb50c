package org.tongbao.deliver;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;

/**
 * Puts a file into a folder of an SFTP server: under a temporary name, then renamed, so that nobody sees half of it. A
 * second time writes the same bytes under the same name.
 */
final class SftpChannel implements Channel {

    private static final int PORT = 22;

    private final Home home;
    private final Duration patience;
    private final SshClient client;

    SftpChannel(Home home) {
        this.home = home;
        this.patience = Duration.ofSeconds(home.settings().number(Settings.Key.DELIVER_TIMEOUT));
        this.client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(new KnownHostsServerKeyVerifier(
                RejectAllServerKeyVerifier.INSTANCE,
                home.root().resolve(home.settings().text(Settings.Key.SFTP_HOSTS))));
        client.start();
    }

    @Override
    public SendResult send(Parcel parcel) {
        var address = URI.create(parcel.first().address().replace(" ", "%20"));
        int port = address.getPort() < 0 ? PORT : address.getPort();
        try (var session = client.connect(home.settings().text(Settings.Key.SFTP_USER), address.getHost(), port)
                .verify(patience)
                .getSession()) {
            logIn(session);
            try (var sftp = SftpClientFactory.instance().createSftpClient(session)) {
                var folder = address.getPath() == null ? "" : address.getPath().replaceFirst("/$", "");
                makeFolders(sftp, folder);
                put(
                        sftp,
                        parcel.file(parcel.first()),
                        folder + "/" + parcel.first().artifact());
            }
            return new SendResult.Sent("stored");
        } catch (SftpException e) {
            return e.getStatus() == SftpConstants.SSH_FX_PERMISSION_DENIED
                    ? new SendResult.Refused(String.valueOf(e.getMessage()))
                    : new SendResult.Later(String.valueOf(e.getMessage()));
        } catch (ConnectException e) {
            return new SendResult.Down("cannot be reached: " + e.getMessage());
        } catch (SshException e) {
            return new SendResult.Down(e.getMessage()
                    + " (is its key in " + home.settings().text(Settings.Key.SFTP_HOSTS)
                    + ", and are sftp.user and sftp.password or sftp.key right?)");
        } catch (IOException | GeneralSecurityException e) {
            return new SendResult.Later(String.valueOf(e.getMessage()));
        }
    }

    private void logIn(ClientSession session) throws IOException, GeneralSecurityException {
        var settings = home.settings();
        if (settings.has(Settings.Key.SFTP_PASSWORD)) {
            session.addPasswordIdentity(settings.text(Settings.Key.SFTP_PASSWORD));
        }
        if (settings.has(Settings.Key.SFTP_KEY)) {
            for (var pair : new FileKeyPairProvider(home.root().resolve(settings.text(Settings.Key.SFTP_KEY)))
                    .loadKeys(session)) {
                session.addPublicKeyIdentity(pair);
            }
        }
        session.auth().verify(patience);
    }

    private static void makeFolders(SftpClient sftp, String folder) throws IOException {
        var path = new StringBuilder();
        for (var part : folder.split("/", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            path.append('/').append(part);
            try {
                sftp.stat(path.toString());
            } catch (SftpException e) {
                sftp.mkdir(path.toString());
            }
        }
    }

    private static void put(SftpClient sftp, Path file, String place) throws IOException {
        var temporary = place + ".part";
        try (var out = sftp.write(
                temporary,
                EnumSet.of(SftpClient.OpenMode.Create, SftpClient.OpenMode.Write, SftpClient.OpenMode.Truncate))) {
            Files.copy(file, out);
        }
        try {
            sftp.rename(temporary, place);
        } catch (SftpException e) {
            // version 3 of the protocol does not rename over what is there
            sftp.remove(place);
            sftp.rename(temporary, place);
        }
    }

    @Override
    public void close() {
        client.stop();
    }
}
