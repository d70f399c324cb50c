package org.tongbao.deliver;

/** What the other side made of a parcel. */
sealed interface Outcome {

    /** Its answer, or what went wrong. */
    String answer();

    /** It is there. */
    record Sent(String answer) implements Outcome {}

    /** It will never be taken. */
    record Refused(String answer) implements Outcome {}

    /** It has certainly not been taken, and may be later. */
    record Later(String answer) implements Outcome {}

    /** All of it went out and no answer came: it may be there or not. */
    record Unsure(String answer) implements Outcome {}

    /** The server can't be talked to: nothing was tried. */
    record Down(String answer) implements Outcome {}
}
