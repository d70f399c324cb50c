package org.tongbao.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** {@code tongbao.log} and {@code tongbao.jsonl} in a folder: what was run, and the stack traces that terminals are spared. */
final class LogFile {

    private LogFile() {}

    /** From now on the log is written there, too, and to no other file. */
    static void open(Path folder) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        for (var name : List.of(Logger.ROOT_LOGGER_NAME, "org.springframework.batch")) {
            var logger = context.getLogger(name);
            for (var appender : List.of("file", "lines")) {
                var earlier = logger.getAppender(appender);
                if (earlier != null) {
                    logger.detachAppender(earlier);
                    earlier.stop();
                }
            }
        }
        context.putProperty("LOG_FOLDER", folder.toString());
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(Objects.requireNonNull(LogFile.class.getResource("/log-file.xml")));
        } catch (JoranException e) {
            throw new IllegalStateException("the log in " + folder + " cannot be written", e);
        }
    }

    /** Nothing more is logged, here or on the terminal. */
    static void close() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }
}
