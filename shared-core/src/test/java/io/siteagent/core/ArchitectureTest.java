package io.siteagent.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.siteagent.core.runtime.TriggerJson;
import java.time.Clock;
import java.util.Date;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of the core, as the design draws them, and what the core must not know at all. */
class ArchitectureTest {

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.siteagent.core");

    @Test
    void a_package_uses_only_those_that_the_design_allows() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.siteagent..")
                .layer("http")
                .definedBy("io.siteagent.core.http..")
                .layer("config")
                .definedBy("io.siteagent.core.config..")
                .layer("waldur")
                .definedBy("io.siteagent.core.waldur..")
                .layer("rancher")
                .definedBy("io.siteagent.core.rancher..")
                .layer("keycloak")
                .definedBy("io.siteagent.core.keycloak..")
                .layer("tenancy")
                .definedBy("io.siteagent.core.tenancy..")
                .layer("usage")
                .definedBy("io.siteagent.core.usage..")
                .layer("runtime")
                .definedBy("io.siteagent.core.runtime..")
                .layer("agent")
                .definedBy("io.siteagent.core.agent..")
                .whereLayer("http")
                .mayNotAccessAnyLayer()
                .whereLayer("config")
                .mayOnlyAccessLayers("http")
                .whereLayer("waldur")
                .mayOnlyAccessLayers("http", "config")
                .whereLayer("rancher")
                .mayOnlyAccessLayers("http", "config")
                .whereLayer("keycloak")
                .mayOnlyAccessLayers("http", "config")
                .whereLayer("tenancy")
                .mayOnlyAccessLayers("http", "config", "waldur", "rancher", "keycloak")
                .whereLayer("usage")
                .mayOnlyAccessLayers("http", "config", "waldur", "rancher")
                .whereLayer("runtime")
                .mayOnlyAccessLayers("http", "config")
                .whereLayer("agent")
                .mayNotBeAccessedByAnyLayer()
                .withOptionalLayers(true)
                .ensureAllClassesAreContainedInArchitecture()
                .check(CORE);
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching("io.siteagent.core.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void the_core_knows_neither_spring_nor_the_events_of_lambda() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "com.amazonaws.services.lambda..")
                .check(CORE);
    }

    @Test
    void the_core_knows_neither_functions_nor_sandbox_nor_command() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are ours but not of the core",
                        type -> type.getPackageName().startsWith("io.siteagent.")
                                && !type.getPackageName().startsWith("io.siteagent.core")))
                .check(CORE);
    }

    @Test
    void only_clients_and_transport_speak_http() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.siteagent.core.tenancy..",
                        "io.siteagent.core.usage..",
                        "io.siteagent.core.runtime..",
                        "io.siteagent.core.agent..")
                .and()
                .doNotHaveFullyQualifiedName(TriggerJson.class.getName()) // decodes our own events, speaks to nobody
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "java.net.http..", "org.keycloak..")
                .check(CORE);
    }

    @Test
    void decisions_are_made_on_records_and_never_on_json() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.siteagent.core.tenancy..", "io.siteagent.core.usage..", "io.siteagent.core.agent..")
                .and()
                .haveSimpleNameNotEndingWith("Json") // those write what has been decided
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson..")
                .check(CORE);
    }

    @Test
    void log_lines_go_through_slf4j() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CORE);
    }

    @Test
    void nothing_is_printed() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
    }

    @Test
    void time_comes_from_the_clock_that_was_passed_in() {
        noClasses()
                .should()
                .callCodeUnitWhere(
                        DescribedPredicate.describe("reads the system's clock", ArchitectureTest::readsSystemClock))
                .orShould()
                .callConstructor(Date.class)
                .check(CORE);
    }

    private static boolean readsSystemClock(JavaCall<?> call) {
        var owner = call.getTargetOwner();
        var name = call.getTarget().getName();
        if (owner.isEquivalentTo(System.class)) {
            return name.equals("currentTimeMillis");
        }
        if (owner.isEquivalentTo(Clock.class)) {
            return name.startsWith("system") || (name.startsWith("tick") && !takesClock(call));
        }
        return owner.getPackageName().startsWith("java.time") && name.equals("now") && !takesClock(call);
    }

    private static boolean takesClock(JavaCall<?> call) {
        return call.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
    }
}
