package io.lockstep.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Dependencies run one way, as the table in the design's section "Layout" says. */
final class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.lockstep");

    @Test
    void shouldKeepTheBindingsToTheJdk() {
        classes()
                .that()
                .resideInAPackage("io.lockstep.dpdk..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.lockstep.dpdk..", "java..")
                .check(PRODUCT);
    }

    @Test
    void shouldKeepTheApiToTheJdk() {
        classes()
                .that()
                .resideInAPackage("io.lockstep.nf..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.lockstep.nf..", "java..", "com.sun.management..")
                .check(PRODUCT);
    }

    @Test
    void shouldKeepTheRuntimeToTheApiAndItsQueues() {
        classes()
                .that()
                .resideInAPackage("io.lockstep.runtime..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.lockstep.runtime..",
                        "io.lockstep.nf..",
                        "org.agrona..",
                        "org.jctools..",
                        "org.slf4j..",
                        "java..")
                .check(PRODUCT);
    }

    @Test
    void shouldKeepReplicationToTheRuntimeAndNetty() {
        classes()
                .that()
                .resideInAPackage("io.lockstep.replication..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.lockstep.replication..",
                        "io.lockstep.runtime..",
                        "io.netty..",
                        "org.agrona..",
                        "org.slf4j..",
                        "java..")
                .check(PRODUCT);
    }

    @Test
    void shouldLetNobodyDependOnTheDaemonButTheHarness() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.lockstep.daemon..", "io.lockstep.benchmarks..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lockstep.daemon..")
                .check(PRODUCT);
    }

    @Test
    void shouldHaveNoCyclesBetweenTheRuntimesPackages() {
        slices().matching("io.lockstep.(runtime|replication).(*)..")
                .should()
                .beFreeOfCycles()
                .check(PRODUCT);
    }

    @Test
    void shouldKeepTheSimulatorsModelApartFromTheProduct() {
        classes()
                .that()
                .resideInAPackage("io.lockstep.simulator.model..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.lockstep.simulator.model..", "java..")
                .check(PRODUCT);
    }

    @Test
    void shouldLetNobodyDependOnTheSimulator() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.lockstep.simulator..", "io.lockstep.architecture..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lockstep.simulator..")
                .check(PRODUCT);
    }
}
