package org.tongbao.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.measure.Duty;
import org.tongbao.measure.Indicator;
import org.tongbao.measure.Rule;
import org.tongbao.measure.Rules;
import org.tongbao.message.Refusal;
import org.tongbao.rulebook.Printed;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Period;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Warehouse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "rules",
        description = {
            "Lists the rules: what each counts or finds, the clauses it rests on, the data it needs, and which schemes,",
            "ladders and bulletins use it. A theme, a clause, a rule's name or a word of a title, also of the data it needs,",
            "shows those rules in full."
        },
        footer = {
            "",
            "Examples:",
            "  tongbao rules               all of them, a line each",
            "  tongbao rules 隐患          those of a theme",
            "  tongbao rules R036          those that answer a clause",
            "  tongbao rules hazard_on_time",
            "  tongbao rules 停工令        those that speak of it, or need such a ledger"
        })
final class RulesCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Parameters(
            arity = "0..1",
            paramLabel = "WHICH",
            description = "A theme, a clause such as R036, a rule, or a word of a title.")
    @Nullable
    String which;

    @Override
    public Integer call() {
        var book = program.workspace().rulebookForLooking();
        var printed = new LinkedHashMap<String, Printed>();
        book.jobs().forEach((name, job) -> printed.put(name, Printed.of(book, job)));
        if (which == null) {
            print(book.rules().all().values(), printed);
            return 0;
        }
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            book.catalog().define(session);
            var rules = chosen(book, which, rule -> book.datasets(rule, session));
            if (program.printer().json()) {
                print(rules, printed);
            } else {
                rules.forEach(rule -> print(rule, facts(book, rule, book.datasets(rule, session), printed)));
            }
        }
        return 0;
    }

    private void print(Collection<Rule> rules, Map<String, Printed> printed) {
        program.printer().rows(rules.stream().map(rule -> line(rule, printed)).toList());
    }

    /** Those of a theme or a clause, else the one of the name, else those that a word is said of. */
    private static List<Rule> chosen(Rulebook book, String which, Function<Rule, List<String>> datasets) {
        var all = book.rules().all().values();
        var chosen = all.stream()
                .filter(rule ->
                        rule.basis().contains(which) || Rules.theme(rule).equals(which))
                .toList();
        if (chosen.isEmpty()) {
            chosen = all.stream()
                    .filter(rule -> Rules.names(rule).contains(which))
                    .toList();
        }
        if (chosen.isEmpty()) {
            var ledgers = book.catalog().datasets().values().stream()
                    .filter(dataset -> isSaidOf(which, book, dataset))
                    .map(Dataset::name)
                    .toList();
            chosen = all.stream()
                    .filter(rule -> rule.title().contains(which)
                            || rule.meaning().contains(which)
                            || (rule instanceof Duty duty
                                    && duty.cases().title().contains(which))
                            || datasets.apply(rule).stream().anyMatch(ledgers::contains))
                    .toList();
        }
        if (chosen.isEmpty()) {
            var known = new TreeSet<String>();
            all.forEach(rule -> {
                known.add(Rules.theme(rule));
                known.addAll(Rules.names(rule));
            });
            known.addAll(book.rules().basis().clauses().keySet());
            throw Refusal.unknown("rule.unknown", which, known);
        }
        return chosen;
    }

    /** A dataset by its name, its title, or the files it arrives in, which people call it by. */
    private static boolean isSaidOf(String which, Rulebook book, Dataset dataset) {
        return dataset.name().equals(which)
                || dataset.title().contains(which)
                || book.sources().values().stream()
                        .anyMatch(source -> source.dataset().equals(dataset.name()) && source.hasFilesCalled(which));
    }

    private static Row line(Rule rule, Map<String, Printed> printed) {
        return new Row(Printer.map(
                "类别", Rules.theme(rule),
                "规则", rule.name(),
                "种类", kind(rule),
                "名称", rule.title(),
                "周期", periods(rule),
                "依据", String.join(" ", rule.basis()),
                "印在", String.join(" ", bulletins(rule, printed))));
    }

    private static String kind(Rule rule) {
        return rule instanceof Duty ? "职责" : rule instanceof Indicator ? "指标" : "问题";
    }

    private static String periods(Rule rule) {
        return rule.every().stream().map(RulesCommand::word).collect(Collectors.joining("、"));
    }

    private static String word(Period.Kind kind) {
        return switch (kind) {
            case MONTH -> "月";
            case QUARTER -> "季度";
            case HALF -> "半年";
            case YEAR -> "年度";
            case SPAN -> "时段";
        };
    }

    private static List<String> bulletins(Rule rule, Map<String, Printed> printed) {
        return printed.values().stream()
                .flatMap(each -> each.bulletins(rule).stream())
                .distinct()
                .toList();
    }

    private static Map<String, List<String>> facts(
            Rulebook book, Rule rule, List<String> datasets, Map<String, Printed> printed) {
        var facts = new LinkedHashMap<String, List<String>>();
        facts.put("口径", List.of(rule.meaning()));
        if (rule instanceof Duty duty) {
            facts.put("未履行的", List.of(duty.cases().name() + "  " + duty.cases().title()));
        }
        facts.put("对象", List.of(book.subjects().kind(rule.subject()).title()));
        facts.put("周期", List.of(periods(rule)));
        facts.put("依据", clauses(book, rule));
        facts.put(
                "数据",
                datasets.stream()
                        .map(name -> name + "  " + book.catalog().dataset(name).title())
                        .toList());
        facts.put("评分方案", schemes(book, rule));
        facts.put("处置阶梯", ladders(book, rule));
        facts.put(
                "印在",
                Rules.names(rule).stream()
                        .flatMap(name -> printed.values().stream().flatMap(each -> each.places(name).stream()))
                        .distinct()
                        .toList());
        facts.put("文件", List.of(rule.sql().header().at().file()));
        return facts;
    }

    private static List<String> clauses(Rulebook book, Rule rule) {
        var clauses = new ArrayList<String>();
        for (var number : rule.basis()) {
            var clause = book.rules().basis().clauses().get(number);
            if (clause != null) {
                clauses.add(number + "  《" + clause.regulation() + "》" + clause.clause() + "：“" + clause.quote() + "”");
            }
        }
        return clauses;
    }

    private static List<String> schemes(Rulebook book, Rule rule) {
        return book.schemes().values().stream()
                .map(versions -> versions.latest().scheme())
                .filter(scheme -> scheme.indicators().contains(rule.name()))
                .map(scheme -> scheme.name() + "  " + scheme.title())
                .toList();
    }

    private static List<String> ladders(Rulebook book, Rule rule) {
        return book.ladders().values().stream()
                .filter(ladder -> ladder.allConditions().stream()
                        .anyMatch(condition -> Rules.names(rule).contains(condition.rule())))
                .map(ladder -> ladder.name() + "  " + ladder.title())
                .toList();
    }

    private void print(Rule rule, Map<String, List<String>> facts) {
        var out = program.out();
        out.printf("%n%s  %s（%s·%s）%n", rule.name(), rule.title(), Rules.theme(rule), kind(rule));
        facts.forEach((name, values) -> {
            if (values.stream().allMatch(String::isBlank)) {
                return;
            }
            out.printf("  %s%n", name);
            values.forEach(value -> out.printf("    %s%n", value));
        });
    }
}
