package io.lockstep.runtime.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.node.PromoteResult;
import io.lockstep.runtime.role.ReleaseHome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PromotionRehearsalTest {
    private static final Pattern LOADED = Pattern.compile("class,load.* io\\.lockstep\\.(\\S+) source");
    private static final int SECONDS = 60;

    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldEndAsPrimaryInTheNextEpoch(ReleaseHome release) {
        PromoteResult result = PromotionRehearsal.run(release);
        assertTrue(result.accepted(), result.message());
        assertEquals(2, result.epoch());
    }

    @Test
    void shouldLeaveNothingToLoadForASecondPromotion() throws Exception {
        assertEquals("", loadedBetween("first\n", "second\n"), "classes that a promotion loads after the rehearsal");
    }

    @Test
    void shouldSeeWhatTheFirstPromotionLoads() throws Exception {
        assertTrue(loadedBetween("begin\n", "first\n").contains("runtime.node.Promotion"), "the other test can fail");
    }

    /** In a JVM of its own, where nothing of it has been loaded yet. */
    private static String loadedBetween(String from, String to) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load=info:stdout:tags",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TwoPromotions.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "the JVM has not ended");
        assertEquals(0, process.exitValue(), output);
        String between = output.substring(output.indexOf(from) + from.length(), output.indexOf(to));
        return LOADED.matcher(between).results().map(match -> match.group(1)).collect(Collectors.joining(" "));
    }
}
