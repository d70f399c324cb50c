package org.tongbao.deliver;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;

/** Whose certificates are trusted: those of Java's authorities and, in an intranet, of a file of certificates. */
final class TrustedCertificates {

    private TrustedCertificates() {}

    /**
     * The context for connections; nothing when there is no such file, and Java's own holds.
     *
     * @throws IllegalArgumentException when the file can't be read or holds no certificate
     */
    static Optional<SSLContext> context(Home home) {
        if (!home.settings().has(Settings.Key.DELIVER_TRUST)) {
            return Optional.empty();
        }
        var named = home.settings().text(Settings.Key.DELIVER_TRUST);
        try (var in = Files.newInputStream(home.root().resolve(named))) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var manager : managers(null).getTrustManagers()) {
                if (manager instanceof X509TrustManager usual) {
                    for (var authority : usual.getAcceptedIssuers()) {
                        store.setCertificateEntry("java " + store.size(), authority);
                    }
                }
            }
            var own = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (own.isEmpty()) {
                throw new IllegalArgumentException("deliver.trust: no certificate stands in " + named);
            }
            for (var certificate : own) {
                store.setCertificateEntry("own " + store.size(), certificate);
            }
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers(store).getTrustManagers(), null);
            return Optional.of(context);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("deliver.trust: " + named + " can't be read: " + e.getMessage(), e);
        }
    }

    private static TrustManagerFactory managers(@Nullable KeyStore store) throws GeneralSecurityException {
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers;
    }
}
