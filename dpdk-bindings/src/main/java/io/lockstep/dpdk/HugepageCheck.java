package io.lockstep.dpdk;

import io.lockstep.dpdk.DpdkException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Looks whether DPDK will find hugepages that it may use, before it is asked: its own answer is a log line and an
 * errno.
 *
 * @param root the folder that holds {@code sys} and {@code proc}: {@code /}, or a test's copy
 * @param writable whether this user may write to a folder
 */
record HugepageCheck(Path root, Predicate<Path> writable) {
    private static final String SIZES = "sys/kernel/mm/hugepages";

    /** DPDK 22.11 takes --no-huge for legacy memory and refuses it beside --in-memory. */
    private static final String WITHOUT =
            "Or run without hugepages, slower, with the EAL argument --no-huge (with --no-shconf, not with --in-memory).";

    static HugepageCheck ofMachine() {
        return new HugepageCheck(Path.of("/"), Files::isWritable);
    }

    /** Throws {@link DpdkException} if an EAL with these arguments cannot get at hugepages. */
    void require(List<String> arguments) {
        if (arguments.contains("--no-huge")) {
            return;
        }
        requireFreePages();
        if (!arguments.contains("--in-memory")) {
            requireWritableMount(arguments);
        }
    }

    private void requireFreePages() {
        long reserved = 0;
        long usable = 0;
        for (Path size : sizes()) {
            long overcommit = number(size, "nr_overcommit_hugepages");
            reserved += number(size, "nr_hugepages") + overcommit;
            usable += number(size, "free_hugepages") + Math.max(0, overcommit - number(size, "surplus_hugepages"));
        }
        if (reserved == 0) {
            throw missing(
                    Reason.HUGEPAGES_MISSING,
                    ("No hugepages are reserved: nr_hugepages is 0 for every size in /%s. DPDK keeps its memory "
                                    + "in them. Reserve some, as root: echo 512 > "
                                    + "/%s/hugepages-2048kB/nr_hugepages (1 GB in "
                                    + "pages of 2 MB); /etc/sysctl.d with vm.nr_hugepages=512 makes it last.")
                            .formatted(SIZES, SIZES));
        }
        if (usable == 0) {
            throw missing(
                    Reason.HUGEPAGES_MISSING,
                    ("No hugepage is free: all %d that are reserved in /%s are in use. Stop what uses them, "
                                    + "remove what a dead process left in the hugetlbfs mount (ls "
                                    + "/dev/hugepages), or reserve "
                                    + "more in nr_hugepages there.")
                            .formatted(reserved, SIZES));
        }
    }

    private void requireWritableMount(List<String> arguments) {
        String mount = directoryArgument(arguments)
                .or(this::firstMount)
                .orElseThrow(() -> missing(
                        Reason.HUGEPAGES_MISSING,
                        "Hugepages are reserved, but no hugetlbfs is mounted, nor does --huge-dir name "
                                + "one. Mount it, as root: mkdir -p /dev/hugepages && mount -t hugetlbfs nodev "
                                + "/dev/hugepages; or use the EAL argument --in-memory, which needs no mount."));
        Path folder = root.resolve(mount.replaceFirst("^/+", ""));
        if (!Files.isDirectory(folder)) {
            throw missing(
                    Reason.HUGEPAGES_MISSING,
                    ("There is no folder %s for hugepages. Expected: the mount point of a hugetlbfs (grep hugetlbfs"
                                    + " /proc/mounts) in --huge-dir.")
                            .formatted(mount));
        }
        if (!writable.test(folder)) {
            throw missing(
                    Reason.PERMISSION_MISSING,
                    ("User %s may not write to the hugetlbfs mount %s, where DPDK makes its memory files. Run "
                                    + "as root, or give the user the mount (mount -o remount,uid=USER %s), or "
                                    + "use the EAL "
                                    + "argument --in-memory, which needs no mount.")
                            .formatted(System.getProperty("user.name"), mount, mount));
        }
    }

    /** {@code --huge-dir DIR} or {@code --huge-dir=DIR}. */
    private static Optional<String> directoryArgument(List<String> arguments) {
        String option = "--huge-dir";
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(option + "=")) {
                return Optional.of(argument.substring(option.length() + 1));
            }
            if (argument.equals(option) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private Optional<String> firstMount() {
        try (Stream<String> mounts = Files.lines(root.resolve("proc/mounts"))) {
            return mounts.map(line -> line.split(" "))
                    .filter(fields -> fields.length > 2 && fields[2].equals("hugetlbfs"))
                    .map(fields -> fields[1])
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private List<Path> sizes() {
        try (Stream<Path> sizes = Files.list(root.resolve(SIZES))) {
            return sizes.toList();
        } catch (IOException e) {
            return List.of(); // A kernel without hugepages has none reserved.
        }
    }

    private static long number(Path size, String file) {
        try {
            return Long.parseLong(Files.readString(size.resolve(file)).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    private static DpdkException missing(Reason reason, String message) {
        return DpdkException.missing(reason, "hugepages", message + " " + WITHOUT, null);
    }
}
