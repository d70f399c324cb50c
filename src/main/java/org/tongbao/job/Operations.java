package org.tongbao.job;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Spring Batch's repository in an H2 file: which step of which run has been reached. It knows no numbers; those are the
 * warehouse's.
 */
final class Operations implements AutoCloseable {

    private final JdbcConnectionPool source;
    private final JobRepository repository;
    private final JobOperator operator;
    private final PlatformTransactionManager transactions;

    private Operations(
            JdbcConnectionPool source,
            JobRepository repository,
            JobOperator operator,
            PlatformTransactionManager transactions) {
        this.source = source;
        this.repository = repository;
        this.operator = operator;
        this.transactions = transactions;
    }

    /** Opens the repository in a folder, and makes its tables when they are not there. */
    static Operations open(Path folder) {
        // A pool, because H2 closes its file with the last connection and opens it again with the next.
        var source = JdbcConnectionPool.create(
                "jdbc:h2:file:" + folder.resolve("operations").toAbsolutePath(), "sa", "");
        createTables(source);
        var transactions = new JdbcTransactionManager(source);
        try {
            var factory = new JdbcJobRepositoryFactoryBean();
            factory.setDataSource(source);
            factory.setTransactionManager(transactions);
            factory.setDatabaseType("H2");
            factory.afterPropertiesSet();
            var repository = factory.getObject();
            var operator = new TaskExecutorJobOperator();
            operator.setJobRepository(repository);
            operator.setJobRegistry(new MapJobRegistry());
            operator.setTaskExecutor(new SyncTaskExecutor());
            operator.afterPropertiesSet();
            return new Operations(source, repository, operator, transactions);
        } catch (Exception e) {
            throw new IllegalStateException("the operational database in " + folder + " cannot be used", e);
        }
    }

    private static void createTables(DataSource source) {
        var tables = new JdbcTemplate(source)
                .queryForObject(
                        "select count(*) from information_schema.tables where table_name = 'BATCH_JOB_INSTANCE'",
                        Integer.class);
        if (tables == null || tables == 0) {
            new ResourceDatabasePopulator(new ClassPathResource("org/springframework/batch/core/schema-h2.sql"))
                    .execute(source);
        }
    }

    @Override
    public void close() {
        source.dispose();
    }

    JobRepository repository() {
        return repository;
    }

    JobOperator operator() {
        return operator;
    }

    PlatformTransactionManager transactions() {
        return transactions;
    }
}
