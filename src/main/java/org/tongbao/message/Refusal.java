package org.tongbao.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.tongbao.spec.Problems;

/** What a person asked for can't be done. The message says in English what {@link #in} says in their language. */
public final class Refusal extends IllegalArgumentException implements Localized {

    private static final long serialVersionUID = 1;

    private final transient List<Part> parts;

    private record Part(String key, List<Object> arguments) {

        String in(Language language) {
            return language.say(
                    key,
                    arguments.stream()
                            .map(argument -> argument instanceof Throwable cause
                                    ? FailureReason.told(cause, language)
                                    : argument)
                            .toArray());
        }
    }

    /**
     * A refusal.
     *
     * @param key of the catalogues
     * @param arguments what stands in the place of {@code {0}} and so on; a failure says itself
     */
    public Refusal(String key, Object... arguments) {
        this(List.of(new Part(key, List.of(arguments))));
    }

    private Refusal(List<Part> parts) {
        super(in(parts, Language.ENGLISH));
        this.parts = parts;
    }

    /** There is nothing of this name; the nearest one is asked for, or all are listed. */
    public static Refusal unknown(String key, String name, Collection<String> known) {
        var refusal = new Refusal(key, name);
        return known.isEmpty()
                ? refusal
                : Problems.meant(name, known)
                        .map(near -> refusal.and("did-you-mean", near))
                        .orElseGet(() ->
                                refusal.and("expected-one-of", String.join(", ", Problems.mostLike(name, known))));
    }

    /** The same with something added. */
    public Refusal and(String key, Object... arguments) {
        var more = new ArrayList<>(parts);
        more.add(new Part(key, List.of(arguments)));
        return new Refusal(List.copyOf(more));
    }

    @Override
    public String in(Language language) {
        return in(parts, language);
    }

    private static String in(List<Part> parts, Language language) {
        return String.join("", parts.stream().map(part -> part.in(language)).toList());
    }
}
