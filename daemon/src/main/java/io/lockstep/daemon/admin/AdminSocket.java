package io.lockstep.daemon.admin;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The socket's file: made for its owner only, in a folder that is made for its owner only where it does not exist. */
final class AdminSocket {
    private static final Set<PosixFilePermission> OWNER_ALL = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_READ_WRITE = PosixFilePermissions.fromString("rw-------");

    private AdminSocket() {}

    /** Listens at a path, after clearing away what a dead daemon left there. */
    static ServerSocketChannel listen(Path path) throws AdminException {
        try {
            makeFolder(path.toAbsolutePath().getParent());
            removeStale(path);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                server.bind(UnixDomainSocketAddress.of(path));
                Files.setPosixFilePermissions(path, OWNER_READ_WRITE);
                server.configureBlocking(false);
                return server;
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw cannotListen(path, "no permission for " + e.getFile() + "; run as root or set node.admin-socket", e);
        } catch (IOException e) {
            throw cannotListen(path, e.getMessage() + "; set node.admin-socket to a path that can be written", e);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ALL));
        }
    }

    private static void removeStale(Path path) throws IOException, AdminException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, "isOther", LinkOption.NOFOLLOW_LINKS)
                .get("isOther")
                .equals(true)) {
            throw new AdminException(
                    AdminException.Kind.FAILED,
                    "admin socket " + path
                            + ": a file that is not a socket is there; remove it or set node.admin-socket");
        }
        if (somebodyListens(path)) {
            throw new AdminException(
                    AdminException.Kind.FAILED,
                    "a daemon " + runningName(path) + "is already running at " + path
                            + "; stop it, or give this node another name or node.admin-socket");
        }
        Files.delete(path); // left over from a daemon that was killed
    }

    private static boolean somebodyListens(Path path) throws IOException {
        try {
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    private static String runningName(Path path) {
        try {
            return "named " + new AdminClient(path).status().name() + " ";
        } catch (AdminException e) {
            return ""; // something listens; its name would only have been nice to know
        }
    }

    static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (NoSuchFileException e) {
            // Gone already.
        } catch (IOException e) {
            // A path that cannot be deleted shows when somebody binds to it.
        }
    }

    private static AdminException cannotListen(Path path, String message, IOException e) {
        return new AdminException(
                AdminException.Kind.FAILED, "cannot listen at admin socket " + path + ": " + message, e);
    }
}
