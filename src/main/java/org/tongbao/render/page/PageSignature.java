package org.tongbao.render.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * A signature in a PDF. It is added behind the page's bytes, which stay as they are: what it is signed over begins with the whole
 * unsigned file.
 */
public final class PageSignature {

    /** Room for certificates of a whole chain. */
    private static final int SIZE = 16 * 1024;

    private PageSignature() {}

    /**
     * Signs a page.
     *
     * @param chain the signer's certificate first
     * @param who as readers show it
     */
    public static byte[] sign(byte[] pdf, PrivateKey key, List<X509Certificate> chain, String who, Instant at) {
        try (var document = Loader.loadPDF(pdf);
                var options = new SignatureOptions()) {
            var signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
            signature.setName(who);
            var day = new GregorianCalendar(TimeZone.getTimeZone("Asia/Shanghai"));
            day.setTimeInMillis(at.toEpochMilli());
            signature.setSignDate(day);
            options.setPreferredSignatureSize(SIZE);
            document.addSignature(signature, content -> signed(content, key, chain, at), options);
            var out = new ByteArrayOutputStream();
            document.saveIncremental(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] signed(InputStream content, PrivateKey key, List<X509Certificate> chain, Instant at)
            throws IOException {
        try {
            var time = new ASN1EncodableVector();
            time.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at)))));
            var signer = new JcaContentSignerBuilder(algorithm(key)).build(key);
            var generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                            new JcaDigestCalculatorProviderBuilder().build())
                    .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(new AttributeTable(time)))
                    .build(signer, chain.get(0)));
            generator.addCertificates(new JcaCertStore(chain));
            return generator
                    .generate(new CMSProcessableByteArray(content.readAllBytes()), false)
                    .getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException | CMSException e) {
            throw new IOException("the page can't be signed: " + e.getMessage(), e);
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "Ed25519", "EdDSA" -> "Ed25519";
            default -> "SHA256with" + key.getAlgorithm();
        };
    }

    /**
     * A signature that a page bears.
     *
     * @param who subject of the certificate
     * @param valid whether the whole file is as it was signed
     */
    public record Found(String who, boolean valid) {}

    /** The signatures of a page; of what is no PDF none. */
    public static List<Found> of(byte[] pdf) {
        var found = new ArrayList<Found>();
        try (var document = Loader.loadPDF(pdf)) {
            for (var signature : document.getSignatureDictionaries()) {
                found.add(verified(signature, pdf));
            }
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    private static Found verified(PDSignature signature, byte[] pdf) {
        // The room behind the signature is filled with zeros, which are no part of it.
        try (var contents = new ASN1InputStream(signature.getContents(pdf))) {
            var content = new CMSProcessableByteArray(signature.getSignedContent(pdf));
            var data = new CMSSignedData(content, ContentInfo.getInstance(contents.readObject()));
            var signer = data.getSignerInfos().getSigners().iterator().next();
            @SuppressWarnings("unchecked")
            var certificates = data.getCertificates().getMatches(signer.getSID());
            var certificate = (X509CertificateHolder) certificates.iterator().next();
            boolean valid = signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
            return new Found(certificate.getSubject().toString(), valid && isWhole(signature, pdf));
        } catch (IOException
                | CMSException
                | GeneralSecurityException
                | OperatorCreationException
                | RuntimeException e) {
            return new Found(String.valueOf(signature.getName()), false);
        }
    }

    /** Nothing was added behind it. */
    private static boolean isWhole(PDSignature signature, byte[] pdf) {
        var range = signature.getByteRange();
        return range.length == 4 && range[0] == 0 && range[2] + range[3] == pdf.length;
    }
}
