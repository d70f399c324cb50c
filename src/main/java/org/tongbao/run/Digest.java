package org.tongbao.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256 of what is added piece by piece, in hexadecimal. */
public final class Digest {

    private static final String HMAC = "HmacSHA256";

    private final MessageDigest sha256;

    public Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Of these bytes. */
    public static String of(byte[] bytes) {
        return new Digest().add(bytes).hex();
    }

    /** Of a text in UTF-8. */
    public static String of(String text) {
        return new Digest().add(text).hex();
    }

    /** Of a file, however large. */
    public static String of(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    /** Of what remains in a stream. */
    public static String of(InputStream in) throws IOException {
        var digest = new Digest();
        in.transferTo(digest.over(OutputStream.nullOutputStream()));
        return digest.hex();
    }

    /** HMAC-SHA256 of these bytes under a key in UTF-8. */
    public static String signature(String key, byte[] bytes) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    /** Adds bytes. */
    public Digest add(byte[] bytes) {
        sha256.update(bytes);
        return this;
    }

    /** Adds a text in UTF-8. */
    public Digest add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A stream that adds whatever goes through it. */
    public OutputStream over(OutputStream out) {
        return new DigestOutputStream(out, sha256);
    }

    /** The digest of all that has been added; begins anew. */
    public String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
