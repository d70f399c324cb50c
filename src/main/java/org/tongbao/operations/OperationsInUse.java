package org.tongbao.operations;

import java.sql.SQLException;
import org.h2.api.ErrorCode;
import org.tongbao.message.Language;
import org.tongbao.message.Localized;

/** Another process has the file of the operational database open; it can be asked (the command's socket in {@code var}). */
public final class OperationsInUse extends IllegalStateException implements Localized {

    private static final long serialVersionUID = 1;

    private final String url;

    OperationsInUse(String url, Throwable cause) {
        super(Language.ENGLISH.say("operations.locked", url), cause);
        this.url = url;
    }

    @Override
    public String in(Language language) {
        return language.say("operations.locked", url);
    }

    static boolean isMeantBy(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                return true;
            }
        }
        return false;
    }
}
