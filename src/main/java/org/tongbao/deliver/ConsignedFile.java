package org.tongbao.deliver;

import java.util.Set;
import org.tongbao.deliver.Units.Unit;

/**
 * A finished file.
 *
 * @param bulletin which bulletin it is
 * @param subject whose copy it is
 * @param file its name
 * @param sha256 of its bytes
 * @param document what people call it: its number and title and, where each has a copy, whose it is
 * @param units whom it concerns: its subject, if it is one, and whoever else is to have it
 * @param corrects bulletins of which it corrects what was issued; it goes wherever they go
 */
public record ConsignedFile(
        String bulletin,
        Unit subject,
        String file,
        String sha256,
        String document,
        Set<Unit> units,
        Set<String> corrects) {

    public ConsignedFile {
        units = Set.copyOf(units);
        corrects = Set.copyOf(corrects);
    }

    /** Whether it goes where a bulletin goes. */
    boolean goesAs(String wanted) {
        return bulletin.equals(wanted) || corrects.contains(wanted);
    }

    /** Key of the subject whose copy it is. */
    String recipient() {
        return subject.key();
    }

    /**
     * What people call a document: 景建安〔2026〕18号 关于2026年6月……的通报.
     *
     * @param number under which it is issued; empty for a draft
     * @param whose copy it is; empty if there is one for all
     */
    public static String document(String number, String title, String whose) {
        return (number.isEmpty() ? "【草稿】" : number + " ") + title + (whose.isEmpty() ? "" : "（" + whose + "）");
    }

    /** A document as somebody gets it: its page and its workbook are files of their own. */
    record Copy(String bulletin, String recipient) {}

    Copy copy() {
        return new Copy(bulletin, subject.key());
    }
}
