package org.tongbao.issue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tongbao.message.Refusal;

/**
 * A document's number, 发文字号: 景建安〔2026〕18号.
 *
 * @param code 机关代字
 * @param serial counts up within code and year
 */
public record DocumentNumber(String code, int year, int serial) {

    private static final Pattern WRITTEN = Pattern.compile("(.+)〔(\\d{4})〕(\\d+)号");

    /** Reads it as it is printed. */
    public static DocumentNumber parse(String text) {
        Matcher match = WRITTEN.matcher(text.strip());
        if (!match.matches()) {
            throw new Refusal("document.unknown", text);
        }
        return new DocumentNumber(match.group(1), Integer.parseInt(match.group(2)), Integer.parseInt(match.group(3)));
    }

    /** The number after it. */
    public DocumentNumber next() {
        return new DocumentNumber(code, year, serial + 1);
    }

    @Override
    public String toString() {
        return code + "〔" + year + "〕" + serial + "号";
    }
}
