package org.tongbao.warehouse;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The engine: a DuckDB file (or memory) opened by one process. Files are shut to SQL but for the folders named in the
 * settings; nothing is ever downloaded.
 */
public final class Warehouse implements AutoCloseable {

    private static final Pattern HOLDER = Pattern.compile("PID (\\d+)");

    /** Files that this process has open: the engine would let it open one twice, as if two processes worked on it. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    /** No statement of ours comes near it; one without an end would hold up all runs to come. */
    private static final Duration LIMIT = Duration.ofHours(1);

    private final @Nullable Path file;
    private final DuckDBConnection root;
    private volatile Duration limit = LIMIT;
    private final Set<Session> sessions = Collections.newSetFromMap(new WeakHashMap<>());

    private Warehouse(@Nullable Path file, DuckDBConnection root) {
        this.file = file;
        this.root = root;
    }

    /**
     * How the engine runs.
     *
     * @param file the database file, or null for memory
     * @param memory memory limit such as {@code 4GB}
     * @param threads how many threads it may use
     * @param temp folder for what does not fit into memory
     * @param folders folders whose files SQL may read and write
     */
    public record Settings(@Nullable Path file, String memory, int threads, Path temp, List<Path> folders) {

        private static final Pattern MEMORY = Pattern.compile("\\d+(\\.\\d+)?(MB|GB|MiB|GiB)");

        public Settings {
            folders = List.copyOf(folders);
            if (!MEMORY.matcher(memory).matches()) {
                throw new IllegalArgumentException("warehouse memory '" + memory + "' is not like 4GB");
            }
            if (threads < 1) {
                throw new IllegalArgumentException("warehouse threads must be at least 1, found " + threads);
            }
        }
    }

    /** Makes the engine's library ready beside what else is done: unpacking it takes longer than to open a warehouse. */
    public static void prepare() {
        ForkJoinPool.commonPool().execute(() -> {
            try {
                Class.forName("org.duckdb.DuckDBNative");
            } catch (ClassNotFoundException | LinkageError e) {
                LoggerFactory.getLogger(Warehouse.class).debug("whoever opens a warehouse is told", e);
            }
        });
    }

    /** Opens the warehouse; says who holds the file if another process has it open. */
    public static Warehouse open(Settings settings) {
        var file = settings.file();
        try {
            if (file != null && file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.createDirectories(settings.temp());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var properties = new Properties();
        properties.setProperty("memory_limit", settings.memory());
        properties.setProperty("threads", String.valueOf(settings.threads()));
        properties.setProperty("temp_directory", settings.temp().toString());
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("preserve_insertion_order", "true");
        // DuckDB 2.0.0 moves an outer join below joins whose conditions it then asks of its unmatched rows, which are
        // lost.
        properties.setProperty("disabled_optimizers", "join_order");
        var own = file == null ? null : file.toAbsolutePath().normalize();
        if (own != null && !OPEN.add(own)) {
            throw WarehouseException.locked(
                    file, String.valueOf(ProcessHandle.current().pid()));
        }
        boolean opened = false;
        try {
            var connection = new DuckDBDriver().connect("jdbc:duckdb:" + (file == null ? "" : file), properties);
            var warehouse = new Warehouse(own, (DuckDBConnection) connection);
            unlinkLibrary();
            warehouse.shutDoors(settings.folders());
            opened = true;
            return warehouse;
        } catch (SQLException e) {
            throw locked(file, e);
        } finally {
            if (own != null && !opened) {
                OPEN.remove(own);
            }
        }
    }

    /** A warehouse in memory with the default settings, for trying things. */
    public static Warehouse inMemory(Path... folders) {
        // A folder of its own: the engine lets SQL read its temporary folder.
        var temp = Path.of(System.getProperty("java.io.tmpdir"), "tongbao");
        return open(new Settings(null, "2GB", 2, temp, List.of(folders)));
    }

    private static WarehouseException locked(@Nullable Path file, SQLException e) {
        var holder = HOLDER.matcher(String.valueOf(e.getMessage()));
        if (holder.find()) {
            return WarehouseException.locked(file, holder.group(1));
        }
        return new WarehouseException("open " + file, e);
    }

    /** The driver unpacks 70 MB, which a killed process would leave. Once loaded the file needs no name, where one can see it. */
    private static void unlinkLibrary() {
        var maps = Path.of("/proc/self/maps");
        try (var lines = Files.exists(maps) ? Files.lines(maps) : Stream.<String>empty()) {
            lines.filter(line -> line.contains("/libduckdb_java"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .distinct()
                    .forEach(library -> new File(library).delete());
        } catch (IOException | UncheckedIOException e) {
            return; // it stays where it is
        }
    }

    private void shutDoors(List<Path> folders) {
        var allowed = folders.stream()
                .map(folder -> folder.toAbsolutePath().normalize().toString())
                .toList();
        try (var session = session()) {
            session.execute("set timezone = 'Asia/Shanghai'");
            if (!allowed.isEmpty()) {
                session.execute("set allowed_directories = [" + Sql.texts(allowed) + "]");
            }
            session.execute("set enable_external_access = false");
            Tables.create(session);
            session.execute("set lock_configuration = true");
        }
    }

    /** Sets how long one statement of the sessions to come may take. */
    public Warehouse limitStatements(Duration most) {
        limit = most;
        return this;
    }

    /** A connection of its own; use it in one thread and close it. */
    public Session session() {
        try {
            Connection connection = root.duplicate();
            var session = new Session((DuckDBConnection) connection, limit);
            synchronized (sessions) {
                sessions.add(session);
            }
            return session;
        } catch (SQLException e) {
            throw new WarehouseException("connect", e);
        }
    }

    /** The version of its tables. */
    public long version() {
        try (var session = session()) {
            return Tables.version(session);
        }
    }

    /** Makes every statement that runs now fail: a run is to end. What their transactions had written is undone. */
    public void interrupt() {
        synchronized (sessions) {
            sessions.forEach(Session::interrupt);
        }
    }

    /**
     * Copies everything, as it is after the last commit, into a new file; other sessions go on meanwhile.
     *
     * @param file below one of the folders that SQL may write
     */
    public void copyTo(Path file) {
        try (var session = session()) {
            var here = session.one("select current_database() as name").text("name");
            session.execute(
                    "attach " + Sql.text(file.toAbsolutePath().normalize().toString()) + " as backup");
            try {
                session.execute("copy from database " + Sql.name(here) + " to backup");
            } finally {
                session.execute("detach backup");
            }
        }
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (SQLException e) {
            throw new WarehouseException("close", e);
        } finally {
            if (file != null) {
                OPEN.remove(file);
            }
        }
    }
}
