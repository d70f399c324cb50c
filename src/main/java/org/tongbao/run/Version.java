package org.tongbao.run;

import java.util.Objects;

/** The program's version, from the jar. */
public final class Version {

    /** Such as {@code 0.1.0}; {@code development} outside a jar. */
    public static final String NUMBER =
            Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");

    private Version() {}
}
