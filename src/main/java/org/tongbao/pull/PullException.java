package org.tongbao.pull;

import java.util.List;

/** Some files could not be read at all; the others have been loaded. The message has a line for each. */
public final class PullException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PullException(List<String> files) {
        super(files.size() + " file(s) could not be read:\n  " + String.join("\n  ", files));
    }
}
