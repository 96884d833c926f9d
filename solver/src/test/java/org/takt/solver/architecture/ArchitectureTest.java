package org.takt.solver.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house's walls: what each package may know. */
@AnalyzeClasses(
        packages = "org.takt",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
    /** The model's tests, which come as a jar where modules are packaged. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule MODEL_PACKAGES_ARE_FREE_OF_CYCLES =
            slices().matching("org.takt.model.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule SOLVER_PARTS_ARE_FREE_OF_CYCLES = slices().matching(
                    "org.takt.solver.(symmetry|bound|baseline|heuristic|improve|kernel|cpsat|benchmark|generation|cli)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_MODEL_KNOWS_NO_SOLVER = noClasses()
            .that()
            .resideInAPackage("org.takt.model..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.takt.solver.."));

    @ArchTest
    static final ArchRule PROBLEMS_AND_SCHEDULES_KNOW_NO_INSTANCE = noClasses()
            .that()
            .resideInAnyPackage("org.takt.model.problem..", "org.takt.model.schedule..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.takt.model.instance..", "org.takt.model.expansion.."));

    @ArchTest
    static final ArchRule SEARCH_PARTS_KNOW_ONLY_THE_PROBLEM_LEVEL = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.takt.solver.bound..",
                    "org.takt.solver.baseline..",
                    "org.takt.solver.heuristic..",
                    "org.takt.solver.kernel..",
                    "org.takt.solver.cpsat..",
                    "org.takt.solver.search..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.takt.model.instance..", "org.takt.model.expansion..", "org.takt.model.json.."));

    @ArchTest
    static final ArchRule THE_VERIFIER_SHARES_NO_CODE_WITH_THE_SEARCH = classes()
            .that()
            .resideInAPackage("org.takt.model.verification..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.takt.model.verification..",
                    "org.takt.model.problem..",
                    "org.takt.model.schedule.."));

    @ArchTest
    static final ArchRule PICTURES_KNOW_ONLY_THE_PROBLEM_LEVEL = noClasses()
            .that()
            .resideInAPackage("org.takt.model.picture..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.takt.model.instance..", "org.takt.model.expansion.."));

    @ArchTest
    static final ArchRule ONLY_CPSAT_KNOWS_OR_TOOLS = noClasses()
            .that(not(resideInAPackage("org.takt.solver.cpsat..")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("com.google.ortools..", "com.google.protobuf.."));

    @ArchTest
    static final ArchRule ONLY_JSON_KNOWS_JACKSON = noClasses()
            .that(not(resideInAnyPackage("org.takt.model.json..", "org.takt.solver.benchmark..")))
            .should()
            .dependOnClassesThat(resideInAPackage("com.fasterxml.."));

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_COMMONS_CLI = noClasses()
            .that(not(resideInAPackage("org.takt.solver.cli..")))
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.commons.cli.."));

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS = noClasses()
            .that(not(resideInAPackage("org.takt.solver.cli..")))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_EXITS = noClasses()
            .that(not(resideInAPackage("org.takt.solver.cli..")))
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule NOTHING_KNOWS_THE_COMMAND_LINE = noClasses()
            .that(not(resideInAPackage("org.takt.solver.cli..")))
            .should()
            .dependOnClassesThat(resideInAPackage("org.takt.solver.cli.."));
}
