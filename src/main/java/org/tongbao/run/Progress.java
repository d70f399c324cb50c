package org.tongbao.run;

/** Where a stage tells how far it is: who listens hears what he asks for. Implementations are safe for use by several threads. */
public interface Progress {

    /** Tells nobody. */
    Progress NONE = new Progress() {};

    /**
     * A piece of work begins.
     *
     * @param what the step's word, such as {@code pull}
     * @param total how much there is to do, or -1 if unknown
     * @param unit what is counted, such as {@code rows} or {@code files}
     */
    default void begin(String what, long total, String unit) {}

    /** So much more of it is done. */
    default void advance(long by) {}

    /** What is being worked on now, such as a file. */
    default void at(String where) {}

    /** Lines that a person should read when the work has ended, such as a table of what came. */
    default void tell(String lines) {}

    /** It has ended; the outcome is one short sentence. */
    default void end(String outcome) {}
}
