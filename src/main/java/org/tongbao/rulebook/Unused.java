package org.tongbao.rulebook;

/**
 * What the rulebook holds and a run leaves out.
 *
 * @param kind dataset, indicator, finding, scheme, or weight: of an indicator in a scheme
 * @param name its name in files and tables; of a weight, the scheme's
 * @param title as people read it; of a weight, the indicator's with its share of the score
 * @param reason why
 * @param because the datasets that are not in use, or the clauses that are not in force
 */
public record Unused(String kind, String name, String title, Reason reason, String because) {

    /** Why something is left out. */
    public enum Reason {
        /** Data that it needs never came, or are no longer kept: nothing is known, which is not zero. */
        NOT_IN_USE("未启用"),
        /** No regulation that it rests on is in force for the bureau. */
        NOT_IN_FORCE("未施行");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** As reports print it. */
        public String word() {
            return word;
        }
    }
}
