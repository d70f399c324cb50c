package org.tongbao.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tongbao.faults.Lab.Told;
import org.tongbao.faults.Scene.Past;

/** One fault, tried again and again, each time in a home of its own; in the end a row of the proof. */
final class Trials {

    static final long SEED = Long.getLong("tongbao.seed", System.currentTimeMillis());

    final Lab lab;
    final SplittableRandom random;

    private final String fault;
    private final Proof proof = new Proof(SEED);
    private final List<String> failed = new ArrayList<>();
    private int tries;

    /** What is done in a home. */
    interface Try {
        void in(Path home) throws Exception;
    }

    /** What is done to a process that is at work in a home. */
    interface Disturbance {
        Disturbance NONE = (process, home) -> {};

        void of(Process process, Path home) throws Exception;
    }

    Trials(Lab lab, String fault) {
        this.lab = lab;
        this.fault = fault;
        random = new SplittableRandom(SEED + fault.hashCode());
    }

    /** Tries once. What goes wrong is noted, its home is kept, and the next try goes on. */
    void tried(String what, Past past, Try attempt) throws Exception {
        var home = lab.home(past);
        lab.mail.purgeEmailFromAllMailboxes();
        tries++;
        try {
            attempt.in(home);
            Lab.remove(home);
            System.out.printf("%s, %s: as it should be%n", fault, what);
        } catch (Exception | AssertionError e) {
            failed.add(what + " in " + home + ": " + e);
            System.out.printf("%s, %s: %s%n", fault, what, e);
        }
    }

    /**
     * A command that meets something in a home: it is done or says in a sentence what is in its way; once that is gone, the
     * user finishes, and the home is as if there had been nothing.
     *
     * @param before words before those of the command, such as those that set limits
     * @param options of Java
     * @param meanwhile done while the command is at work
     * @param gone takes away what was in the way
     */
    void meets(Scene scene, Path home, List<String> before, List<String> options, Disturbance meanwhile, Try gone)
            throws Exception {
        lab.mail.purgeEmailFromAllMailboxes();
        var process = Lab.start(before, home, options, Lab.words(home, scene));
        var told = new Told(process);
        int exit;
        try {
            meanwhile.of(process, home);
            exit = Lab.ended(process);
        } finally {
            gone.in(home);
        }
        System.out.printf("%s ended with %d%s%n", scene, exit, exit == 0 ? "" : ": " + told.words());
        Lab.assertClear(scene.title(), exit, told.words());
        lab.finish(scene, home, exit == 0);
        assertAsUndisturbed(scene, home);
    }

    /** The home is as if nothing had been in the command's way. */
    void assertAsUndisturbed(Scene scene, Path home) throws Exception {
        assertThat(Account.of(home, lab.mail).differences(lab.undisturbed(scene).account()))
                .isEmpty();
    }

    /** Writes the row; fails if something was otherwise than it should be. */
    void prove(String outcome) throws IOException {
        proof.note(fault, tries, failed.size(), outcome);
        proof.write();
        assertThat(failed).as("seed " + SEED).isEmpty();
    }

    /** Writes that the fault could not be tried here. */
    void skipped(String why) throws IOException {
        proof.skipped(fault, why);
        proof.write();
    }
}
