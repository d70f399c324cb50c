package org.tongbao.render;

import java.util.List;

/**
 * What comparing finished files with the warehouse has shown.
 *
 * @param figures cells that were compared and agree
 * @param differences cells that differ from the warehouse, in Chinese
 * @param unaccounted headings of printed columns that are no column of the facts: computed by the template, or words
 */
public record Comparison(int figures, List<String> differences, List<String> unaccounted) {

    public Comparison {
        differences = List.copyOf(differences);
        unaccounted = List.copyOf(unaccounted);
    }
}
