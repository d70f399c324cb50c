package org.tongbao.operations;

import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Spring Batch over the operational database. */
public record Batch(JobRepository repository, JobOperator operator, PlatformTransactionManager transactions) {

    public static Batch over(Operations operations) {
        var transactions = new JdbcTransactionManager(operations.source());
        try {
            var factory = new JdbcJobRepositoryFactoryBean();
            factory.setDataSource(operations.source());
            factory.setTransactionManager(transactions);
            factory.setDatabaseType(operations.isShared() ? "POSTGRES" : "H2");
            factory.afterPropertiesSet();
            var repository = factory.getObject();
            var operator = new TaskExecutorJobOperator();
            operator.setJobRepository(repository);
            operator.setJobRegistry(new MapJobRegistry());
            operator.setTaskExecutor(new SyncTaskExecutor());
            operator.afterPropertiesSet();
            return new Batch(repository, operator, transactions);
        } catch (Exception e) {
            throw new IllegalStateException("Spring Batch cannot use the operational database", e);
        }
    }
}
