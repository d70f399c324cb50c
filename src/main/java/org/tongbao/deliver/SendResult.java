package org.tongbao.deliver;

/** What the other side made of a parcel. */
sealed interface SendResult {

    /** Its answer, or what went wrong. */
    String answer();

    /** It is there. */
    record Sent(String answer) implements SendResult {}

    /** It will never be taken. */
    record Refused(String answer) implements SendResult {}

    /** It has certainly not been taken, and may be later. */
    record Later(String answer) implements SendResult {}

    /** All of it went out and no answer came: it may be there or not. */
    record Unsure(String answer) implements SendResult {}

    /** The server can't be talked to: nothing was tried. */
    record Down(String answer) implements SendResult {}
}
