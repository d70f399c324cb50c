package org.tongbao.deliver;

/**
 * A finished file.
 *
 * @param bulletin which bulletin it is
 * @param recipient key of the subject whose copy it is
 * @param name that subject's name
 * @param file its name
 * @param sha256 of its bytes
 */
public record ConsignedFile(String bulletin, String recipient, String name, String file, String sha256) {

    /** What its subject is called: its name, or its key if it has none. */
    String title() {
        return name.isEmpty() ? recipient : name;
    }
}
