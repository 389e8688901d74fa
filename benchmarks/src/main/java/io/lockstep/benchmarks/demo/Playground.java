package io.lockstep.benchmarks.demo;

import java.io.IOException;
import java.nio.file.Path;

/** {@code --keep}: the survivor and the server stay up until the user has had enough. */
final class Playground {
    private Playground() {}

    static void open(DemoOptions options, Stage stage, DemoRun demo) throws IOException {
        Path lockstep = options.home().resolve("bin").resolve("lockstep");
        System.out.print("""
                  node-b is primary now, without a backup, and stays up. In another terminal, as root:

                    status    %1$s status --config %2$s
                    log       tail -f %3$s
                    ping      ip netns exec %4$s ping %5$s
                    download  ip netns exec %4$s curl -o /dev/null '%6$s'
                    look      ip netns exec %7$s tcpdump -n -i eth0

                  Ctrl-C here ends it and cleans up.
                """.formatted(
                        lockstep,
                        demo.survivor().config(),
                        demo.survivor().log(),
                        stage.namespace("client"),
                        DemoRun.SERVER,
                        demo.url(),
                        stage.namespace("server")));
        System.out.flush();
        while (System.in.read() >= 0) {
            // until the end of input; Ctrl-C ends the process
        }
    }
}
