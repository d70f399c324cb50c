package org.tongbao;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tongbao.warehouse.Session;

/** There is one way to write SQL in Java: docs/decisions/0083-one-way-to-write-sql.md. */
class SqlRulesTest {

    private static final Path SOURCES = Path.of("src/main/java");

    /** Where quotes are doubled that are not SQL's: cells of CSV files and texts of spreadsheet formulas. */
    private static final Set<String> OTHER_QUOTES =
            Set.of("/Feed", "/Database", "/SampleWriter", "/SheetHighlight", "/PlaceFormulas", "/AnnotatedWorkbook", "method/FormulaCells");

    /** The queries of other people's databases, whose SQL may be any. */
    private static final String FOREIGN = "org.tongbao.pull..*Database";

    @Test
    void onlySqlQuotesNamesAndTexts() throws IOException {
        var sources = new ArrayList<Source>();
        for (var file : javaFiles(SOURCES)) {
            if (!file.endsWith("warehouse/Sql.java")) {
                sources.add(new Source(file.toString().replace('\\', '/'), Files.readString(file)));
            }
        }
        assertThat(quoted(sources)).isEmpty();
    }

    @Test
    void aSecondQuoterIsFound() {
        assertThat(quotedIn("return \"'\" + text.replace(\"'\", \"''\") + \"'\";"))
                .hasSize(1);
        assertThat(quotedIn("return '\"' + name.replace(\"\\\"\", \"\\\"\\\"\") + '\"';"))
                .hasSize(1);
        assertThat(quotedIn("return \"select 1 from a where b = '\" + text + \"'\";"))
                .hasSize(1);
        assertThat(quotedIn("return \" and period = '\" + text + \"' and true\";"))
                .hasSize(1);
        assertThat(quotedIn("return \"select \\\"\" + text + \"\\\" from a\";")).hasSize(1);
        assertThat(quotedIn("return \"select 1 as \\\"\" + text + \"\\\"\";")).hasSize(1);
        assertThat(quotedIn("return \"select '%s' as b\".formatted(text);")).hasSize(1);
        assertThat(quotedIn("return \"select '{b}' as b\".replace(\"{b}\", text);"))
                .hasSize(1);
        assertThat(quotedIn("return \"select b from a where b = ?\";")).hasSize(1);
        assertThat(quotedIn("return \"insert into a values (?, ?)\";")).hasSize(1);
        assertThat(quotedIn("throw new IllegalArgumentException(\"no dataset '\" + text + \"' in \" + name);"))
                .isEmpty();
        assertThat(quotedIn("return \"select b from a where b = '?' and c = \" + text;"))
                .isEmpty();
    }

    @Test
    void parametersAreNamed() {
        noClasses()
                .that()
                .haveNameNotMatching("org\\.tongbao\\.warehouse\\.Session")
                .and()
                .haveNameNotMatching(FOREIGN + ".*")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "prepares a statement",
                        (JavaCall<?> call) -> call.getTargetOwner().isAssignableTo(Connection.class)
                                && call.getName().equals("prepareStatement")))
                .check(ArchitectureTest.CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(JdbcOperations.class)
                .check(ArchitectureTest.CLASSES);
    }

    @Test
    void theCommandsAskNoSql() {
        noClasses()
                .that()
                .resideInAPackage("org.tongbao.cli..")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "asks SQL",
                        (JavaCall<?> call) -> call.getTargetOwner().isEquivalentTo(Session.class)
                                && !Set.of("close", "transaction", "inTransaction", "undone")
                                        .contains(call.getName())))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(JdbcClient.class)
                .check(ArchitectureTest.CLASSES);
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> quotedIn(String statement) {
        var text = "class Example { String example(String text, String name) {" + statement + "} }";
        return quoted(List.of(new Source("Example.java", text)));
    }

    /** Each place where a statement is written otherwise than it should be, with its file and line. */
    private static List<String> quoted(List<Source> sources) {
        try {
            var task = (JavacTask)
                    ToolProvider.getSystemJavaCompiler().getTask(null, null, problem -> {}, List.of(), null, sources);
            var found = new ArrayList<String>();
            for (var unit : task.parse()) {
                new Scan(unit, Trees.instance(task), found).scan(unit, null);
            }
            return found;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String file, String text) {
            super(URI.create("string:///" + file), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Scan extends TreePathScanner<Void, Void> {

        private static final Pattern SQL = Pattern.compile(
                "(?is)\\b(select|insert into|update \\S+ (as \\w+ )?set|delete from|create (or replace )?(temp )?(table|view|macro)"
                        + "|alter table|drop table|join \\S+ (as|on|using)|order by|group by)\\b.*");

        /** A quote that only SQL opens so. */
        private static final Pattern SQL_QUOTE = Pattern.compile(
                "(?is).*(<>|<=|>=|\\w ?[=<>]|\\bin \\(|\\|\\||\\b(then|else|when|select|date|timestamp|interval|between|attach))\\s*'");

        private static final Pattern QUOTE = Pattern.compile("(?is).*[\\s(,=]'");
        private static final Pattern NAME_QUOTE =
                Pattern.compile("(?is).*(\\b(as|from|join|into|table|view|database|select|by)\\s|[.,]\\s*)\"");
        private static final Pattern FILLED = Pattern.compile("['\"](%(\\d+\\$)?[sd]|\\$?\\{\\w+})");
        private static final Pattern PLACE = Pattern.compile(
                "(?i)([=<>(,+*]|\\b(select|values|like|limit|and|or|in|cast))\\s*\\(?\\?(?=[\\s,);]|$|\\s+as\\b)");

        private final CompilationUnitTree unit;
        private final Trees trees;
        private final String file;
        private final List<String> found;
        private final boolean mayDouble;
        private final boolean mayBeForeign;

        Scan(CompilationUnitTree unit, Trees trees, List<String> found) {
            this.unit = unit;
            this.trees = trees;
            this.file = unit.getSourceFile().getName();
            this.found = found;
            this.mayDouble = OTHER_QUOTES.stream().anyMatch(name -> file.endsWith(name + ".java"));
            this.mayBeForeign = file.endsWith("/Database.java");
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            var arguments = call.getArguments();
            if (call.getMethodSelect() instanceof MemberSelectTree method) {
                var name = method.getIdentifier().toString();
                if (Set.of("replace", "replaceAll").contains(name)
                        && arguments.size() == 2
                        && Set.of("'", "\"").contains(text(arguments.get(0)))
                        && text(arguments.get(1)).equals(text(arguments.get(0)).repeat(2))
                        && !mayDouble) {
                    note(call, "quotes are doubled by hand");
                }
            }
            return super.visitMethodInvocation(call, nothing);
        }

        @Override
        public Void visitBinary(BinaryTree sum, Void nothing) {
            if (sum.getKind() == Tree.Kind.PLUS && !isWithinSum()) {
                var parts = new ArrayList<ExpressionTree>();
                flatten(sum, parts);
                var whole = new StringBuilder();
                parts.forEach(part -> whole.append(part instanceof LiteralTree ? text(part) : "x"));
                statement(sum, whole.toString());
                boolean sql = SQL.matcher(whole).find();
                var before = "";
                for (var part : parts) {
                    if (part instanceof LiteralTree) {
                        before += text(part);
                        continue;
                    }
                    if (SQL_QUOTE.matcher(before).matches()
                            || sql && QUOTE.matcher(before).matches()
                            || sql && NAME_QUOTE.matcher(before).matches()) {
                        note(sum, "a quote is set by hand around " + part);
                    }
                    before = "";
                }
            }
            return super.visitBinary(sum, nothing);
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void nothing) {
            if (!isWithinSum()) {
                statement(literal, text(literal));
            }
            return super.visitLiteral(literal, nothing);
        }

        private void statement(Tree tree, String text) {
            if (!SQL.matcher(text).find()) {
                return;
            }
            if (FILLED.matcher(text).find()) {
                note(tree, "a quote is set by hand around a place that is filled");
            }
            if (!mayBeForeign && PLACE.matcher(text.replaceAll("'[^']*'", "''")).find()) {
                note(tree, "a parameter has no name");
            }
        }

        private boolean isWithinSum() {
            for (TreePath path = getCurrentPath().getParentPath(); path != null; path = path.getParentPath()) {
                if (path.getLeaf().getKind() == Tree.Kind.PLUS) {
                    return true;
                }
                if (!(path.getLeaf() instanceof ParenthesizedTree)) {
                    return false;
                }
            }
            return false;
        }

        private static void flatten(ExpressionTree tree, List<ExpressionTree> parts) {
            if (tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
                flatten(sum.getLeftOperand(), parts);
                flatten(sum.getRightOperand(), parts);
            } else {
                parts.add(tree);
            }
        }

        private static String text(Tree tree) {
            return tree instanceof LiteralTree literal ? String.valueOf(literal.getValue()) : "";
        }

        private void note(Tree tree, String what) {
            long at = trees.getSourcePositions().getStartPosition(unit, tree);
            found.add(String.format(
                    Locale.ROOT, "%s:%d: %s", file, unit.getLineMap().getLineNumber(at), what));
        }
    }
}
