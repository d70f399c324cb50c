package org.tongbao.operations;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.message.FailureReason;
import org.tongbao.message.Language;
import org.tongbao.message.Refusal;

/**
 * The operational database: which step of which run has been reached, what has fired, which nodes live. It knows no
 * numbers; those are the warehouse's. An H2 file below {@code var} that one process uses at a time, without a port; what
 * others need then, they ask that process. Or PostgreSQL when several machines share it. Opening it brings its tables to this version (Flyway; the
 * libraries' own scripts, and ours beside this class).
 *
 * <p>Who opens it is a node, and its beat says that it lives. A node whose beat is older than {@link #SILENCE} is dead:
 * its work may be taken over.
 */
public final class Operations implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

    /** Seconds between two beats. */
    private static final int BEAT = 5;

    /** Seconds without a beat after which a node is taken for dead. */
    public static final int SILENCE = 30;

    private static final int CONNECTIONS = 10;

    /** The key of the lock on making tables, in PostgreSQL. */
    private static final long MIGRATION = 0x746F6E6762616FL;

    private final HikariDataSource source;
    private final JdbcClient database;
    private final Address address;
    private final String node;
    private final ScheduledExecutorService heart;
    private @Nullable ScheduledFuture<?> beats;
    private @Nullable AutoCloseable listener;

    private Operations(HikariDataSource source, Address address, String node) {
        this.source = source;
        this.database = JdbcClient.create(source);
        this.address = address;
        this.node = node;
        this.heart = Executors.newSingleThreadScheduledExecutor(beats -> {
            var thread = new Thread(beats, "heart");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Where it is.
     *
     * @param url JDBC address
     */
    public record Address(String url, String user, String password) {

        /** The PostgreSQL that the settings of a home folder name; without one it is a file below {@code var}. */
        public static Address of(Home home) {
            var settings = home.settings();
            var url = settings.text(Settings.Key.OPS_URL);
            if (url.isEmpty()) {
                return file(home.var());
            }
            if (!url.startsWith("jdbc:postgresql:")) {
                throw new Refusal("ops.url", url);
            }
            return new Address(url, settings.text(Settings.Key.OPS_USER), settings.text(Settings.Key.OPS_PASSWORD));
        }

        /** The file {@code operations.mv.db} in a folder; its password lies beside it. */
        public static Address file(Path folder) {
            // WRITE_DELAY: what has been committed is there when the process is killed the moment after.
            return new Address(
                    "jdbc:h2:file:" + folder.resolve("operations").toAbsolutePath() + ";WRITE_DELAY=0",
                    FilePassword.USER,
                    FilePassword.in(folder));
        }

        boolean isPostgres() {
            return url.startsWith("jdbc:postgresql:");
        }
    }

    /**
     * Opens it, brings its tables to this version and begins to beat.
     *
     * @throws OperationsInUse when another process has the file open
     */
    public static Operations open(Address address) {
        try {
            return opened(address);
        } catch (IllegalStateException e) {
            // A file of before has no password: it gets the one that lies beside it.
            if (!FilePassword.isWrong(e) || address.isPostgres()) {
                throw e;
            }
            if (FilePassword.give(address)) {
                return opened(address);
            }
            throw new IllegalStateException(Language.ENGLISH.say("operations.key", FilePassword.KEY), e);
        }
    }

    private static Operations opened(Address address) {
        if (!address.isPostgres()) {
            OperationsFile.refuseIfCutOff(address.url());
        }
        var source = source(address);
        try {
            if (address.isPostgres()) {
                migrateShared(source);
            } else if (flyway(source, false).info().pending().length > 0) {
                source = OperationsFile.changed(address, source);
            }
            var operations = new Operations(source, address, name());
            operations.register();
            if (!address.isPostgres()) {
                OperationsFile.entered(address.url());
            }
            return operations;
        } catch (FlywayException | DataAccessException | PoolInitializationException | SQLException e) {
            source.close();
            throw unusable(address, e);
        }
    }

    /** A pool of connections to it. */
    static HikariDataSource source(Address address) {
        HikariDataSource source = DataSourceBuilder.create(Operations.class.getClassLoader())
                .type(HikariDataSource.class)
                .url(address.url())
                .username(address.user())
                .password(address.password())
                .build();
        source.setPoolName("operations");
        source.setMaximumPoolSize(CONNECTIONS);
        source.setMinimumIdle(1);
        return source;
    }

    private static IllegalStateException unusable(Address address, Exception e) {
        if (OperationsInUse.isMeantBy(e)) {
            return new OperationsInUse(address.url(), e);
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new IllegalStateException(
                "the operational database " + address.url() + " cannot be used: " + cause.getMessage(), e);
    }

    /** What was made before Flyway kept count has the tables of version 1. */
    static Flyway flyway(DataSource source, boolean postgres) {
        return Flyway.configure(Operations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:org/tongbao/operations")
                .javaMigrations(LibraryScript.all(postgres).toArray(JavaMigration[]::new))
                .baselineOnMigrate(true)
                .baselineVersion("1")
                .load();
    }

    /** Flyway guards each step, not all of them together: of nodes that find an empty database one makes it. */
    private static void migrateShared(DataSource source) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + MIGRATION + ")");
            try {
                flyway(source, true).migrate();
            } finally {
                statement.execute("select pg_advisory_unlock(" + MIGRATION + ")");
            }
        }
    }

    /** Never the same twice, so that nobody takes a new process for the dead one before it. */
    private static String name() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return host.substring(0, Math.min(60, host.length())) + ":"
                + ProcessHandle.current().pid() + ":"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    private void register() {
        database.sql("delete from node where beat_at < current_timestamp - interval '1' day")
                .update();
        database.sql("insert into node values (:node, current_timestamp, current_timestamp)")
                .param("node", node)
                .update();
        beats = heart.scheduleWithFixedDelay(this::beat, BEAT, BEAT, TimeUnit.SECONDS);
    }

    private void beat() {
        try {
            database.sql("update node set beat_at = current_timestamp where node = :node")
                    .param("node", node)
                    .update();
        } catch (DataAccessException e) {
            LOG.warn("node {} cannot tell that it lives: {}", node, FailureReason.sentence(e));
        }
    }

    /** The name of this process among the nodes. */
    public String node() {
        return node;
    }

    /** The nodes whose beat is fresh, without those of this machine whose process has ended. */
    public Set<String> alive() {
        return database
                .sql("select node from node"
                        + " where beat_at > current_timestamp - cast(:silence as integer) * interval '1' second")
                .param("silence", SILENCE)
                .query(String.class)
                .list()
                .stream()
                .filter(name -> !hasEnded(name))
                .collect(Collectors.toSet());
    }

    /** On this machine nobody has to wait for the silence. */
    private boolean hasEnded(String name) {
        var parts = name.split(":", 3);
        var own = node.split(":", 3);
        return parts.length == 3
                && parts[0].equals(own[0])
                && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty();
    }

    /** Its connections. */
    public DataSource source() {
        return source;
    }

    /** Takes all other nodes for dead: those in a backup that has been put back are. */
    public void forgetOthers() {
        database.sql("delete from node where node <> :node").param("node", node).update();
    }

    /** Copies the file, as it is after the last commit, into a ZIP; not for PostgreSQL, which has tools of its own. */
    public void copyTo(Path zip) {
        database.sql("backup to :file")
                .param("file", zip.toAbsolutePath().toString())
                .update();
    }

    /** What answers for this process as long as it has the database open; it is closed first. */
    public void listenWith(AutoCloseable answering) {
        listener = answering;
    }

    /** Whether it is a PostgreSQL that several machines may share. */
    public boolean isShared() {
        return address.isPostgres();
    }

    @Override
    public void close() {
        try {
            if (listener != null) {
                listener.close();
            }
        } catch (Exception e) {
            LOG.warn("other commands are no longer answered: {}", e.getMessage());
        }
        if (beats != null) {
            beats.cancel(false); // an interrupt would close the file under H2
        }
        heart.shutdown();
        try {
            database.sql("delete from node where node = :node")
                    .param("node", node)
                    .update();
        } catch (DataAccessException e) {
            LOG.warn("node {} cannot take its leave: {}", node, FailureReason.sentence(e));
        }
        source.close();
        if (!address.isPostgres()) {
            OperationsFile.left(address.url());
        }
    }
}
