package org.tongbao.message;

/** Something that went wrong and can be told in more than one language. */
public interface Localized {

    /** What is told. */
    String in(Language language);

    /** What a failure says: in that language if it knows how to, or else as it was thrown. */
    static String of(Throwable failure, Language language) {
        if (failure instanceof Localized told) {
            return told.in(language);
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
