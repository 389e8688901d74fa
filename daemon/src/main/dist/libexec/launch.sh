# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154  # who sources this sets home, and uses what is set here
# What bin/lockstep and bin/lockstep-make-cache share: our folder, a JDK, the class path, the options of the client commands. To be
# sourced with $home naming that folder. Without a fork: one costs as much as the JVM needs for a hundred classes.

JAVA_MAJOR=25

# Whether the folder is a JDK or JRE of the right version: asks its release file, which costs no JVM start.
is_java() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
            "JAVA_VERSION=\"$JAVA_MAJOR"[.\"+-]*) return 0 ;;
        esac
    done <"$1/release"
    return 1
}

# Sets java_home.
find_java() {
    for java_home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
        if [ -n "$java_home" ] && is_java "$java_home"; then
            return 0
        fi
    done
    echo "lockstep: no JDK $JAVA_MAJOR found in JAVA_HOME (${JAVA_HOME:-not set}) or /usr/lib/jvm:" \
        "install one (for example the package temurin-$JAVA_MAJOR-jdk or openjdk-$JAVA_MAJOR-jdk) or set JAVA_HOME" >&2
    return 1
}

# Sets class_path: always in the same order, which the JVM asks for before it uses the cache (lib/* has the folder's order).
find_classes() {
    class_path=
    for jar in "$home"/lib/*.jar; do
        class_path=$class_path${class_path:+:}$jar
    done
}

# The cache of loaded and linked classes, as bin/lockstep-make-cache leaves it. The JVM ignores it when JDK or jars are not those it was
# made of.
cache=$home/lib/client.aot
# The same for `lockstep run`, with the profiles of its JIT: there only where somebody has trained it.
daemon_cache=$home/lib/daemon.aot

# Options of the client commands; a cache works with those it was made with.
client_options='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xmx128m --enable-native-access=ALL-UNNAMED'
