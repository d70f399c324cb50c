package org.tongbao.run;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.tongbao.message.Refusal;

/**
 * Who does something, and where.
 *
 * @param user as the operating system calls the process's owner
 * @param host name of the machine
 */
public record Actor(String user, String host) {

    public Actor {
        if (user.isBlank()) {
            throw new Refusal("who.unknown");
        }
    }

    /** The owner of this process. The system is asked, not Java's property {@code user.name}, which anybody may set. */
    public static Actor ofProcess() {
        var user = ProcessHandle.current().info().user().filter(name -> !name.isBlank());
        return new Actor(user.orElseGet(Actor::number), machine());
    }

    /** A user without a name, as in a container, has a number. */
    private static String number() {
        return File.separatorChar == '/' ? "uid " + new UnixSystem().getUid() : "";
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
