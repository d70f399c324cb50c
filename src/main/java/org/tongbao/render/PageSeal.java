package org.tongbao.render;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.tongbao.message.Refusal;
import org.tongbao.render.page.PageSignature;

/** The certificate with which an office signs its pages, out of a PKCS#12 file. */
public final class PageSeal {

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private PageSeal(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /**
     * Reads the first key of a file.
     *
     * @throws Refusal if there is none, if the password does not open it, or if the certificate has not begun or has run out
     */
    public static PageSeal read(Path file, String password, Instant now) {
        if (!Files.isRegularFile(file)) {
            throw new Refusal("sign.absent", file);
        }
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            for (var alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password.toCharArray()) instanceof PrivateKey key) {
                    var chain = Arrays.stream(store.getCertificateChain(alias))
                            .map(X509Certificate.class::cast)
                            .toList();
                    refuseOutOfDate(chain.get(0), file, now);
                    return new PageSeal(key, chain);
                }
            }
            throw new Refusal("sign.no-key", file);
        } catch (GeneralSecurityException | IOException e) {
            throw new Refusal("sign.unreadable", file, String.valueOf(e.getMessage()));
        }
    }

    private static void refuseOutOfDate(X509Certificate certificate, Path file, Instant now) {
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            throw new Refusal(
                    "sign.out-of-date",
                    file,
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant());
        }
    }

    /** Signs a page; its own bytes stay as they are, and what is added stands behind them. */
    public byte[] sign(byte[] pdf, Instant at) {
        try {
            return PageSignature.sign(
                    pdf, key, chain, chain.get(0).getSubjectX500Principal().getName(), at);
        } catch (UncheckedIOException e) {
            throw new Refusal("sign.failed", String.valueOf(e.getMessage()));
        }
    }

    /**
     * A signature that a page bears.
     *
     * @param who subject of the certificate
     * @param valid whether the whole file is as it was signed
     */
    public record Signature(String who, boolean valid) {}

    /** The signatures of a page. */
    public static List<Signature> signatures(byte[] pdf) {
        return PageSignature.of(pdf).stream()
                .map(found -> new Signature(found.who(), found.valid()))
                .toList();
    }
}
