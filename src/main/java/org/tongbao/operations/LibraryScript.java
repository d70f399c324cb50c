package org.tongbao.operations;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.extensibility.MigrationType;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * A step of Flyway that makes a library's tables by the script in its own jar. Later versions of the library may ship
 * another: what an existing database needs then is a step of ours with a higher version.
 *
 * @param checksum what databases have on record for it: that of the script as it was when the step was first taken
 */
record LibraryScript(MigrationVersion version, String description, String script, int checksum)
        implements JavaMigration {

    /** Spring Batch 6.0 and Quartz 2.5. */
    static List<LibraryScript> all(boolean postgres) {
        var batch = "org/springframework/batch/core/schema-";
        var quartz = "org/quartz/impl/jdbcjobstore/tables_";
        return postgres
                ? List.of(
                        new LibraryScript("1", "batch", batch + "postgresql.sql", 66905230),
                        new LibraryScript("2", "quartz", quartz + "postgres.sql", -1326009791))
                : List.of(
                        new LibraryScript("1", "batch", batch + "h2.sql", -49756158),
                        new LibraryScript("2", "quartz", quartz + "h2.sql", -248474537));
    }

    private LibraryScript(String version, String description, String script, int checksum) {
        this(MigrationVersion.fromVersion(version), description, script, checksum);
    }

    @Override
    public MigrationVersion getVersion() {
        return version;
    }

    @Override
    public String getDescription() {
        return description;
    }

    @Override
    public Integer getChecksum() {
        return checksum;
    }

    @Override
    public MigrationType getType() {
        return CoreMigrationType.SQL;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    /** All of it in the step's transaction: the script's own COMMIT is left out. */
    @Override
    public void migrate(Context context) throws Exception {
        var text = new ClassPathResource(script, LibraryScript.class.getClassLoader())
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("\nCOMMIT;", "\n");
        ScriptUtils.executeSqlScript(
                context.getConnection(), new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)));
    }
}
