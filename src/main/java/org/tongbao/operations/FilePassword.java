package org.tongbao.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import org.h2.api.ErrorCode;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.tongbao.home.Durable;
import org.tongbao.home.OwnerOnly;

/**
 * The password of the operational database's file: 256 random bits in {@code operations.key} beside it, which only the owner
 * may read. Files made before had none.
 */
final class FilePassword {

    static final String USER = "sa";

    /** The file with the password. */
    static final String KEY = "operations.key";

    private static final int BYTES = 32;

    private FilePassword() {}

    /** The password that lies in a folder; a new one is laid there if there is none. */
    static String in(Path folder) {
        var file = folder.resolve(KEY);
        try {
            if (!Files.exists(file)) {
                create(folder, file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of two processes that find none, one lays it there: a link is made only where nothing is. */
    private static void create(Path folder, Path file) throws IOException {
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        var ours = OwnerOnly.folder(folder)
                .resolve(KEY + "-" + ProcessHandle.current().pid());
        OwnerOnly.write(ours, HexFormat.of().formatHex(random));
        try {
            link(ours, file);
        } catch (FileAlreadyExistsException e) {
            // another process was faster: its password holds
        } finally {
            Files.deleteIfExists(ours);
        }
        Durable.folder(folder);
    }

    private static void link(Path ours, Path file) throws IOException {
        try {
            Files.createLink(file, ours);
        } catch (UnsupportedOperationException e) {
            Files.copy(ours, file); // a file system without links
        }
    }

    static boolean isWrong(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.WRONG_USER_OR_PASSWORD) {
                return true;
            }
        }
        return false;
    }

    /** Gives a file that has no password its own; whether it had none. */
    static boolean give(Operations.Address address) {
        try {
            JdbcClient.create(new DriverManagerDataSource(address.url(), USER, ""))
                    .sql("alter user sa set password :password")
                    .param("password", address.password())
                    .update();
            return true;
        } catch (DataAccessException e) {
            return false;
        }
    }
}
