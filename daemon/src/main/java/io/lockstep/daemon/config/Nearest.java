package io.lockstep.daemon.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody most likely meant. */
public final class Nearest {
    private Nearest() {}

    /** The nearest candidate, or empty when none is near. Case, {@code _} and {@code -} do not count. */
    public static Optional<String> to(String word, Collection<String> candidates) {
        String given = normal(word);
        return candidates.stream()
                .filter(candidate -> distance(given, normal(candidate)) <= limit(given, normal(candidate)))
                .min(Comparator.comparingInt((String candidate) -> distance(given, normal(candidate)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code ; did you mean "candidate"?} or nothing, to end a message with. */
    public static String hint(String word, Collection<String> candidates) {
        return to(word, candidates)
                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                .orElse("");
    }

    private static String normal(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int limit(String given, String candidate) {
        return Math.max(1, Math.max(given.length(), candidate.length()) / 3);
    }

    /** Edits between two words: insert, delete, replace, or swap of neighbours. A whole missing or added part counts one. */
    private static int distance(String a, String b) {
        if (a.startsWith(b + "-") || b.startsWith(a + "-") || a.endsWith("-" + b) || b.endsWith("-" + a)) {
            return 1;
        }
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, a, b, i, j);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int cheapest(int[][] edits, String a, String b, int i, int j) {
        int replace = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
    }
}
