package org.tongbao.job;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.run.Progress;

/** Tells the log, too, what a person at the terminal is told. */
record LoggedProgress(Progress progress) implements Progress {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedProgress.class);

    @Override
    public void begin(String what, long total, String unit) {
        LOG.info("begins: {} {}", total, unit);
        progress.begin(what, total, unit);
    }

    @Override
    public void advance(long by) {
        progress.advance(by);
    }

    @Override
    public void at(String where) {
        progress.at(where);
    }

    @Override
    public void tell(String lines) {
        lines.lines().forEach(line -> LOG.info("{}", line));
        progress.tell(lines);
    }

    @Override
    public void end(String outcome) {
        LOG.info("{}", outcome);
        progress.end(outcome);
    }
}
