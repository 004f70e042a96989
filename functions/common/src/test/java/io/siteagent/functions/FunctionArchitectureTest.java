package io.siteagent.functions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Functions decode, call the core and encode: they hold no business rules, so they can't reach what rules need. */
class FunctionArchitectureTest {

    private static final Set<String> OF_THE_CORE = Set.of("agent", "runtime", "config", "http");

    @Test
    void functions_see_of_the_core_only_what_runs_a_pass() {
        var functions = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.siteagent.functions");

        classes()
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are not of the core, or of its packages " + OF_THE_CORE,
                        type -> !type.getPackageName().startsWith("io.siteagent.core.")
                                || OF_THE_CORE.contains(
                                        type.getPackageName().substring("io.siteagent.core.".length()))))
                .check(functions);
    }
}
