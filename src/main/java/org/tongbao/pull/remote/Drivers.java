package org.tongbao.pull.remote;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC drivers: the program's own, and those whose jars lie in the folder {@code drivers} of the home, as licences of
 * SQL Server, Oracle, Dameng and KingbaseES want it. Looked for when the first database is asked.
 */
final class Drivers {

    private final Path folder;
    private @Nullable List<Driver> known;

    Drivers(Path folder) {
        this.folder = folder;
    }

    /** A connection by the first driver that knows the address. */
    Connection connect(String url, String user, String password) throws SQLException {
        var properties = new Properties();
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
            properties.setProperty("password", password);
        }
        for (var driver : load()) {
            if (driver.acceptsURL(url)) {
                var connection = driver.connect(url, properties);
                if (connection != null) {
                    return connection;
                }
            }
        }
        var kind = Stream.of(url.split(":", -1)).limit(2).toList();
        throw new FetchException("no driver knows addresses that begin with " + String.join(":", kind)
                + ":; put its jar into the folder " + folder);
    }

    private List<Driver> load() {
        var drivers = known;
        if (drivers == null) {
            drivers = new ArrayList<>();
            try {
                // It stays open as long as the drivers are used: as long as the program runs.
                @SuppressWarnings("resource")
                var loader = new URLClassLoader(jars(), Drivers.class.getClassLoader());
                ServiceLoader.load(Driver.class, loader).forEach(drivers::add);
            } catch (IOException | ServiceConfigurationError e) {
                throw new FetchException("a driver in the folder " + folder + " cannot be used: " + e.getMessage(), e);
            }
            known = drivers;
        }
        return drivers;
    }

    private URL[] jars() throws IOException {
        if (!Files.isDirectory(folder)) {
            return new URL[0];
        }
        try (Stream<Path> files = Files.list(folder)) {
            var urls = new ArrayList<URL>();
            for (var file : files.sorted().toList()) {
                if (String.valueOf(file.getFileName()).endsWith(".jar")) {
                    urls.add(file.toUri().toURL());
                }
            }
            return urls.toArray(URL[]::new);
        }
    }
}
