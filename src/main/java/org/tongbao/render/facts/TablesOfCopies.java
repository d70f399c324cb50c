package org.tongbao.render.facts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.render.facts.Facts.Table;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.WarehouseException;

/**
 * The tables that one query gives the copies of a bulletin. It is asked once for all of them, where that gives each the
 * rows that it would give this one alone; and copy by copy where it does not: where the engine can't plan it so, where
 * nothing orders some copy's rows, and where the rows for the first recipient, or for nobody, are others. Copy by copy, too,
 * in a transaction, which an engine that can't plan a query would end.
 */
final class TablesOfCopies {

    private static final Logger LOG = LoggerFactory.getLogger(TablesOfCopies.class);

    /** So few are asked one by one: proving that all at once gives the same takes two questions. */
    private static final int FEW = 3;

    /** A recipient without any row: where engines err. */
    private static final String NOBODY = "";

    private final Session session;
    private final String name;
    private final RecipientQuery query;

    /** The tables of a query with this name. */
    TablesOfCopies(Session session, String name, String sql) {
        this.session = session;
        this.name = name;
        this.query = new RecipientQuery(sql);
    }

    /** The table for each recipient, in their order. */
    List<Table> read(List<String> recipients) {
        if (query.isSameForAll() && !recipients.isEmpty()) {
            return Collections.nCopies(recipients.size(), alone(recipients.get(0)));
        }
        return recipients.size() > FEW && !session.isInTransaction()
                ? atOnce(recipients).orElseGet(() -> oneByOne(recipients))
                : oneByOne(recipients);
    }

    List<Table> oneByOne(List<String> recipients) {
        return recipients.stream().map(this::alone).toList();
    }

    private Table alone(String recipient) {
        return Table.read(query.forOne(session, recipient));
    }

    /** The same by one question; empty where it does not give each what it would give this one alone. */
    Optional<List<Table>> atOnce(List<String> recipients) {
        var all = Stream.concat(recipients.stream(), Stream.of(NOBODY)).toList();
        var text = query.forAll(session, all).orElse(null);
        if (text == null) {
            return refused("its order can't be told apart");
        }
        var split = new Split(all.size());
        try {
            split.end(session.sql(text).stream(row -> split.add((int) row.whole(RecipientQuery.WHOSE), row.values())));
        } catch (WarehouseException e) {
            return refused(e.reason());
        }
        if (split.tied) {
            return refused("nothing orders some of its rows");
        }
        if (!split.tables.get(0).equals(alone(all.get(0)))
                || !split.tables.get(recipients.size()).equals(alone(NOBODY))) {
            return refused("the engine gives other rows");
        }
        return Optional.of(split.tables.subList(0, recipients.size()));
    }

    private Optional<List<Table>> refused(String why) {
        LOG.info("{} is asked copy by copy: {}", name, why);
        return Optional.empty();
    }

    /** Parts rows, which come in order of their recipients. */
    private static final class Split {

        private final List<List<Map<String, @Nullable Object>>> rows = new ArrayList<>();
        private final List<Table> tables = new ArrayList<>();
        private Map<String, @Nullable Object> last = Map.of();
        private boolean tied;

        Split(int recipients) {
            for (int i = 0; i < recipients; i++) {
                rows.add(new ArrayList<>());
            }
        }

        void add(int whose, Map<String, @Nullable Object> row) {
            tied |= !row.equals(last) && columns(row, false).equals(columns(last, false));
            last = row;
            rows.get(whose).add(columns(row, true));
        }

        private static Map<String, @Nullable Object> columns(Map<String, @Nullable Object> row, boolean own) {
            var columns = new LinkedHashMap<String, @Nullable Object>();
            row.forEach((name, value) -> {
                if (isOwn(name) == own) {
                    columns.put(name, value);
                }
            });
            return columns;
        }

        /** Whether it is a column of the query as it was written. */
        private static boolean isOwn(String column) {
            return !column.equals(RecipientQuery.WHOSE) && !column.startsWith(RecipientQuery.ORDER);
        }

        void end(List<String> columns) {
            var own = columns.stream().filter(Split::isOwn).toList();
            rows.forEach(each -> tables.add(new Table(own, each)));
        }
    }
}
