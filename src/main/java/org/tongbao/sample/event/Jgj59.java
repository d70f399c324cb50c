package org.tongbao.sample.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet;

/** What an inspector marks by the tables of JGJ 59-2011 that fit the site. */
public final class Jgj59 {

    static final List<String> COLUMNS =
            List.of("inspection_id", "table_code", "instance", "item_no", "missing", "deducted");

    /** Full marks of each item, where they are not ten items of ten marks (appendix B of the standard). */
    private static final Map<String, int[]> MARKS = Map.of(
            "B.3", new int[] {10, 10, 10, 10, 10, 10, 10, 10, 10, 5, 5},
            "B.14", new int[] {10, 20, 10, 20, 15, 15, 10},
            "B.15", new int[] {15, 15, 10, 10, 10, 10, 10, 5, 10, 5},
            "B.19", new int[] {10, 10, 8, 10, 10, 10, 8, 8, 6, 8, 12});

    private static final int[] TENS = new int[10];

    static {
        Arrays.fill(TENS, 10);
    }

    private Jgj59() {}

    /** Adds the inspection's items; the worse the site, the more is deducted. */
    static void mark(String inspection, Project project, double quality, SeededRandom random, DataSheet items) {
        double lack = 0.03 + 0.28 * (1 - quality) + 0.03 * random.normal();
        double guaranteeLost = 0.002 * (1 - quality);
        for (var table : tables(project)) {
            int instances = (table.equals("B.17") || table.equals("B.3")) && random.chance(0.25) ? 2 : 1;
            for (int instance = 1; instance <= instances; instance++) {
                var marks = marks(table);
                for (int i = 0; i < marks.length; i++) {
                    boolean missing = random.chance(absent(table, i));
                    int deducted = random.chance(guaranteeLost)
                            ? marks[i]
                            : (int) Math.round(marks[i] * Math.min(0.9, Math.max(0, lack + 0.12 * random.normal())));
                    items.add(inspection, table, instance, i + 1, missing ? "是" : "否", missing ? null : deducted);
                }
            }
        }
    }

    private static List<String> tables(Project project) {
        var features = project.features();
        var tables = new ArrayList<>(List.of("B.1", "B.2"));
        if (features.scaffold() != null) {
            tables.add(features.scaffold());
        }
        if (features.pit()) {
            tables.add("B.11");
        }
        if (features.formwork()) {
            tables.add("B.12");
        }
        tables.addAll(List.of("B.13", "B.14"));
        if (features.hoist() != null) {
            tables.add(features.hoist());
        }
        if (features.crane()) {
            tables.add("B.17");
        }
        tables.add("B.19");
        return tables;
    }

    /** The full marks of a table's items, in order. */
    public static int[] marks(String table) {
        return MARKS.getOrDefault(table, TENS);
    }

    /** How likely an item is not on the site: any machine often, what every site has hardly ever. */
    private static double absent(String table, int item) {
        if (table.equals("B.19")) {
            return 0.25;
        }
        if (table.equals("B.1") || table.equals("B.2")) {
            return 0.005;
        }
        return item < 3 ? 0.005 : 0.05;
    }
}
