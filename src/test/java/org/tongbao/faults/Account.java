package org.tongbao.faults;

import com.icegreen.greenmail.util.GreenMail;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;
import org.duckdb.DuckDBDriver;

/**
 * All that a home holds and has sent, a line each: rows of the warehouse, files, register, deliveries, messages. Two homes in
 * which the same was done have the same lines, whenever and however often somebody had to begin; what says when, by whom and on
 * which machine is left out, and so are the hashes of the register's chain, which bear the time.
 */
record Account(List<String> lines) {

    /** Of this and the other one, what only one of them has. */
    List<String> differences(Account expected) {
        var differences = new ArrayList<String>();
        var rest = new ArrayList<>(expected.lines);
        for (var line : lines) {
            if (!rest.remove(line)) {
                differences.add("more: " + line);
            }
        }
        rest.forEach(line -> differences.add("less: " + line));
        return differences;
    }

    static Account of(Path home, GreenMail mail) throws Exception {
        var lines = new ArrayList<String>();
        warehouse(home.resolve("var/warehouse.duckdb"), lines);
        files(home, lines);
        deliveries(home.resolve("var"), lines);
        for (var message : mail.getReceivedMessages()) {
            lines.add(message(message));
        }
        return new Account(lines);
    }

    private static void warehouse(Path file, List<String> lines) throws SQLException {
        if (!Files.exists(file)) {
            return;
        }
        try (var connection = connect(new DuckDBDriver(), "jdbc:duckdb:" + file, new Properties())) {
            var columns = new TreeMap<String, List<String>>();
            rows(connection, """
                    select c.table_schema || '.' || c.table_name, c.column_name
                    from information_schema.columns as c
                    join duckdb_tables() as t on t.schema_name = c.table_schema and t.table_name = c.table_name
                    where c.data_type not like 'TIMESTAMP%'
                        and c.column_name not in ('who', 'host', 'hash', 'previous', 'looked_on')
                    order by c.ordinal_position""").forEach(row -> columns.computeIfAbsent(row.get(0), table -> new ArrayList<>())
                    .add('"' + row.get(1) + '"'));
            for (var table : columns.entrySet()) {
                rows(connection, "select " + String.join(", ", table.getValue()) + " from " + table.getKey())
                        .forEach(row -> lines.add(table.getKey() + " " + row));
            }
        }
    }

    private static void files(Path home, List<String> lines) throws IOException {
        var out = home.resolve("out");
        if (!Files.exists(out)) {
            return;
        }
        try (var files = Files.walk(out)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = out.relativize(file).toString();
                if (name.contains("before-restore")) {
                    continue;
                }
                lines.add(
                        name.startsWith("reports/")
                                ? name
                                : name + " " + DigestUtils.sha256Hex(Files.readAllBytes(file)));
            }
        }
    }

    private static void deliveries(Path var, List<String> lines) throws IOException, SQLException {
        if (!Files.exists(var.resolve("operations.mv.db"))) {
            return;
        }
        try (var connection = operations(var)) {
            rows(connection, """
                    select id, parcel, run, address, bulletin, subject, artifact, folder, sha256, state from delivery""").forEach(row -> lines.add("delivery " + row));
        }
    }

    /** Parcels of which nobody knows whether they have arrived. */
    static List<String> unsure(Path home) throws IOException, SQLException {
        try (var connection = operations(home.resolve("var"))) {
            return rows(connection, "select distinct parcel from delivery where state = 'unsure'").stream()
                    .map(row -> row.get(0))
                    .toList();
        }
    }

    private static Connection operations(Path var) throws IOException, SQLException {
        var who = new Properties();
        who.put("user", "sa");
        who.put("password", Files.readString(var.resolve("operations.key")).strip());
        return connect(new org.h2.Driver(), "jdbc:h2:file:" + var.resolve("operations") + ";IFEXISTS=TRUE", who);
    }

    /** Not by the manager of drivers, which may know the packaged program's own. */
    private static Connection connect(Driver driver, String url, Properties properties) throws SQLException {
        return Objects.requireNonNull(driver.connect(url, properties));
    }

    private static List<List<String>> rows(Connection connection, String sql) throws SQLException {
        var rows = new ArrayList<List<String>>();
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            int width = result.getMetaData().getColumnCount();
            while (result.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= width; i++) {
                    row.add(String.valueOf(result.getObject(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** To whom, which, and what is attached. */
    private static String message(MimeMessage message) throws IOException, MessagingException {
        var attached = new TreeSet<String>();
        if (message.getContent() instanceof MimeMultipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart part = parts.getBodyPart(i);
                if (part.getFileName() != null) {
                    attached.add(DigestUtils.sha256Hex(part.getInputStream()));
                }
            }
        }
        return "message " + message.getAllRecipients()[0] + " " + message.getMessageID() + " " + attached;
    }
}
