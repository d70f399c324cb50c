package org.tongbao.deliver;

import java.util.Set;
import org.tongbao.deliver.Units.Unit;

/**
 * A finished file.
 *
 * @param bulletin which bulletin it is
 * @param recipient key of the subject whose copy it is
 * @param name that subject's name
 * @param file its name
 * @param sha256 of its bytes
 * @param document what people call it: its number and title and, where each has a copy, whose it is
 * @param units whom it concerns: its subject, if it is one, and whoever else is to have it
 */
public record ConsignedFile(
        String bulletin, String recipient, String name, String file, String sha256, String document, Set<Unit> units) {

    public ConsignedFile {
        units = Set.copyOf(units);
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

    /** What its subject is called: its name, or its key if it has none. */
    String subject() {
        return name.isEmpty() ? recipient : name;
    }

    /** A document as somebody gets it: its page and its workbook are files of their own. */
    record Copy(String bulletin, String recipient) {}

    Copy copy() {
        return new Copy(bulletin, recipient);
    }
}
