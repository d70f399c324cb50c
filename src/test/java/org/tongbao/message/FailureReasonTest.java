package org.tongbao.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

/** Each trouble of a machine has its sentence, in both languages, once. */
class FailureReasonTest {

    @Test
    void troublesAreKnownByTheirWordsHoweverDeepTheyLie() {
        assertThat(zh(new UncheckedIOException(new IOException("No space left on device"))))
                .isEqualTo("磁盘已满：No space left on device");
        assertThat(zh(new IllegalStateException(
                        "cannot", new AccessDeniedException("/home/var", null, "belongs to root"))))
                .isEqualTo("当前用户没有权限：/home/var: belongs to root");
        assertThat(en(new RuntimeException("x", new IOException("/data (Too many open files)"))))
                .isEqualTo("too many files are open (ulimit -n): /data (Too many open files)");
        assertThat(en(new OutOfMemoryError("Java heap space")))
                .isEqualTo(
                        "the memory is not enough (-Xmx for Java, warehouse.memory for the engine): Java heap space");
        assertThat(en(new IllegalStateException("IO Error: Corrupt database file: checksum does not match")))
                .startsWith("a file is damaged; restore a backup");
        assertThat(en(new IllegalStateException("jobs/a.sql:3 is wrong"))).isEqualTo("jobs/a.sql:3 is wrong");
    }

    @Test
    void whatLibrariesPutAroundADatabasesWordsIsLeftOut() {
        var full = new IOException("No space left on device");
        var h2 =
                "IO Exception: \"java.io.IOException: No space left on device\"; \"var/operations.zip\"; SQL statement:\n"
                        + "backup to ? [90031-240]";
        assertThat(en(new IllegalStateException(
                        "PreparedStatementCallback; uncategorized SQLException for SQL [backup to ?]; SQL state [90031]; error code"
                                + " [90031]; " + h2,
                        full)))
                .isEqualTo("the disk is full: \"No space left on device\"; \"var/operations.zip\"");
        assertThat(en(new IllegalStateException("JDBC rollback; The database has been closed [90098-240]", full)))
                .isEqualTo("the disk is full: No space left on device");
        assertThat(en(new IllegalStateException(
                        "ConnectionCallback; SQL [select 1]; Timeout trying to lock [50200-240]")))
                .isEqualTo("Timeout trying to lock");
    }

    @Test
    void aKeptSentenceIsNotSaidTwice() {
        var kept = "render failed: the disk is full: No space left on device";
        assertThat(FailureReason.sentence(kept)).isEqualTo(kept);
        assertThat(FailureReason.sentence("java.io.IOException: No space left on device"))
                .isEqualTo("the disk is full: No space left on device");
    }

    @Test
    void whatIsNoTroubleOfTheMachineIsNotCalledOne() {
        assertThat(FailureReason.isTrouble(new IllegalStateException("x"))).isFalse();
        assertThat(FailureReason.isTrouble(new NullPointerException())).isFalse();
        assertThat(FailureReason.isTrouble(new UncheckedIOException(new IOException("gone"))))
                .isTrue();
    }

    private static String en(Throwable cause) {
        return FailureReason.sentence(cause, Language.ENGLISH);
    }

    private static String zh(Throwable cause) {
        return FailureReason.sentence(cause, Language.CHINESE);
    }
}
