package org.tongbao.render;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Period;

/**
 * For which period and whom a bulletin is rendered, and whether it has been issued.
 *
 * @param period what it reports on
 * @param recipient key of the subject it is for, or the kind's name if there is one document for all
 * @param number 发文字号 such as 景建安〔2026〕18号; null while it is a draft
 * @param issuedOn 成文日期; null while it is a draft
 * @param remark what stands under the title: which document this one takes the place of; empty without one
 */
public record Edition(
        Period period,
        String recipient,
        @Nullable String number,
        @Nullable LocalDate issuedOn,
        String remark) {

    public Edition {
        Objects.requireNonNull(period);
        if ((number == null) != (issuedOn == null)) {
            throw new IllegalArgumentException("an issued bulletin has a number and a date, a draft has neither");
        }
    }

    /** A document that takes no other's place. */
    public Edition(Period period, String recipient, @Nullable String number, @Nullable LocalDate issuedOn) {
        this(period, recipient, number, issuedOn, "");
    }

    /** The draft for everybody. */
    public static Edition draft(Period period, String recipient) {
        return new Edition(period, recipient, null, null);
    }

    boolean isDraft() {
        return number == null;
    }
}
