package org.tongbao.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tongbao.home.Settings;
import org.tongbao.issue.DocumentNumber;
import org.tongbao.issue.Register;
import org.tongbao.issue.Register.Act;
import org.tongbao.issue.Register.Entry;
import org.tongbao.issue.Register.Issued;
import org.tongbao.issue.Register.Role;
import org.tongbao.message.Refusal;
import org.tongbao.run.Actor;
import org.tongbao.run.Run;

/**
 * In which order acts on a run's documents follow each other, and by whom: what is issued is final; drafting, checking and issuing are
 * three people's, unless the settings say that the office is of one.
 */
final class Procedure {

    private final Settings settings;
    private final Run run;
    private final List<Entry> acts;
    private final boolean issued;

    Procedure(Register register, Settings settings, Run run) {
        this.settings = settings;
        this.run = run;
        this.acts = register.acts(run);
        this.issued = register.hasIssued(run);
    }

    /** Whether a notice that withdraws what the run issued is on its way. */
    boolean withdraws() {
        return acts.stream()
                .map(Entry::act)
                .filter(act -> List.of(Act.WITHDRAWING, Act.WITHDRAWN, Act.RETURNED, Act.ISSUED)
                        .contains(act))
                .reduce((first, last) -> last)
                .equals(Optional.of(Act.WITHDRAWING));
    }

    /** Whether the run's drafts are to take the place of what was issued. */
    boolean replaces() {
        return acts.stream().anyMatch(entry -> entry.act() == Act.REPLACING);
    }

    /** Whether something is under way that a new draft would put aside. */
    boolean isUnderWay() {
        return List.of(Act.CHECKED, Act.APPROVED).contains(state());
    }

    /** What was done last, as far as it counts. */
    Act state() {
        return document().stream()
                .map(Entry::act)
                .filter(act -> act != Act.OBJECTED && act != Act.ANSWERED)
                .reduce((first, last) -> last)
                .orElse(Act.DRAFTED);
    }

    /** The acts on the document that is dealt with: the notice of withdrawal is one of its own. */
    private List<Entry> document() {
        if (!withdraws()) {
            return acts;
        }
        int first = 0;
        for (int i = 0; i < acts.size(); i++) {
            first = acts.get(i).act() == Act.WITHDRAWING ? i : first;
        }
        return acts.subList(first, acts.size());
    }

    /**
     * Refuses to deal with what is final.
     *
     * @param inForce what holds of the run's period
     * @param corrects whether the run only corrects it
     */
    void requireOpen(List<Issued> inForce, boolean corrects) {
        if (withdraws()) {
            return;
        }
        if (issued && inForce.isEmpty()) {
            throw new Refusal("release.withdrawn", run.period(), run.number(), run.job());
        }
        if (issued || (!inForce.isEmpty() && !corrects && !replaces())) {
            throw new Refusal("release.final", run.period(), run.job(), numbers(inForce));
        }
    }

    private static String numbers(List<Issued> issued) {
        var numbers = issued.stream()
                .map(Issued::number)
                .map(DocumentNumber::toString)
                .distinct()
                .toList();
        return numbers.size() < 4
                ? String.join("，", numbers)
                : numbers.get(0) + " … " + numbers.get(numbers.size() - 1);
    }

    /** Refuses to do something before its turn. */
    void requireState(Act wanted, String command) {
        if (state() != wanted) {
            throw new Refusal("release.order", run.period(), run.number(), word(state()), command, run.job());
        }
    }

    private static String word(Act state) {
        return state.role().equals(Optional.of(Role.DRAFTING)) ? "a draft" : state.word();
    }

    /**
     * Refuses an act that is not this person's.
     *
     * @return whether they do what another should have done, which the settings allow
     */
    boolean requirePart(Act act, Actor actor) {
        var wanted = act.role().orElse(null);
        if (wanted == null) {
            return false;
        }
        requireNamed(wanted, actor.user());
        if (wanted != Role.DRAFTING) {
            drafters().forEach(user -> requireNamed(Role.DRAFTING, user));
        }
        var own = act == Act.WITHDRAWING && !withdraws() ? List.<Entry>of() : document();
        var others = own.stream()
                .filter(entry -> entry.who().equals(actor.user()))
                .flatMap(entry -> entry.act().role().stream())
                .filter(role -> role != wanted)
                .findFirst();
        if (others.isPresent() && !settings.isYes(Settings.Key.RELEASE_ONE_PERSON)) {
            throw twoParts(others.get(), actor).and("who.one-person", Settings.Key.RELEASE_ONE_PERSON.word());
        }
        return others.isPresent();
    }

    private Refusal twoParts(Role done, Actor actor) {
        return switch (done) {
            case DRAFTING -> new Refusal("who.two-parts.drafting", actor.user(), run.period(), run.number());
            case CHECKING -> new Refusal("who.two-parts.checking", actor.user(), run.period(), run.number());
            case ISSUING -> new Refusal("who.two-parts.issuing", actor.user(), run.period(), run.number());
        };
    }

    private List<String> drafters() {
        return document().stream()
                .filter(entry -> entry.act().role().equals(Optional.of(Role.DRAFTING)))
                .filter(entry -> !entry.host().isEmpty())
                .map(Entry::who)
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void requireNamed(Role role, String user) {
        var key =
                switch (role) {
                    case DRAFTING -> Settings.Key.RELEASE_DRAFTERS;
                    case CHECKING -> Settings.Key.RELEASE_CHECKERS;
                    case ISSUING -> Settings.Key.RELEASE_ISSUERS;
                };
        var named = settings.list(key);
        if (!named.isEmpty() && !named.contains(user)) {
            throw new Refusal("who.not-named", user, key.word(), String.join("，", named));
        }
    }
}
