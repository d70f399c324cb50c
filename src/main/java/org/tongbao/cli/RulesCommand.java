package org.tongbao.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
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
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Warehouse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "rules",
        description = {
            "Lists the rules: what each counts or finds, the clauses it rests on, the data it needs, and which schemes,",
            "ladders and bulletins use it. A theme, a clause or a rule's name shows those rules in full."
        },
        footer = {
            "",
            "Examples:",
            "  tongbao rules               all of them, a line each",
            "  tongbao rules 隐患          those of a theme",
            "  tongbao rules R036          those that answer a clause",
            "  tongbao rules hazard_on_time"
        })
final class RulesCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Parameters(arity = "0..1", paramLabel = "WHICH", description = "A theme, a clause such as R036, or a rule.")
    @Nullable
    String which;

    @Override
    public Integer call() {
        var book = program.workspace().rulebookForLooking();
        var rules = chosen(book);
        var printed = new LinkedHashMap<String, Printed>();
        book.jobs().forEach((name, job) -> printed.put(name, Printed.of(book, job)));
        if (which == null || program.printer().json()) {
            program.printer()
                    .rows(rules.stream().map(rule -> line(rule, printed)).toList());
        } else {
            try (var warehouse = Warehouse.inMemory();
                    var session = warehouse.session()) {
                book.catalog().define(session);
                for (var rule : rules) {
                    print(rule, facts(book, rule, book.datasets(rule, session), printed));
                }
            }
        }
        return 0;
    }

    private List<Rule> chosen(Rulebook book) {
        var all = book.rules().all().values();
        if (which == null) {
            return List.copyOf(all);
        }
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
            var known = new TreeSet<String>();
            all.forEach(rule -> {
                known.add(Rules.theme(rule));
                known.addAll(Rules.names(rule));
            });
            known.addAll(book.rules().basis().clauses().keySet());
            throw Refusal.unknown("rule.unknown", String.valueOf(which), known);
        }
        return chosen;
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
