package dev.halftone.docs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.halftone.router.RouterMetrics;
import dev.halftone.router.Timers;
import java.util.List;

/** The arrows of {@code docs/architecture.md}, as rules. */
@AnalyzeClasses(packages = "dev.halftone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String COST = "dev.halftone.cost..";
  private static final String BUDGET = "dev.halftone.budget..";
  private static final String IMAGE = "dev.halftone.image..";
  private static final String CACHE = "dev.halftone.cache..";
  private static final String ROUTER = "dev.halftone.router..";
  private static final String PROVIDER = "dev.halftone.provider..";
  private static final String STORE = "dev.halftone.store..";
  private static final String SIMULATOR = "dev.halftone.simulator..";
  private static final String CLI = "dev.halftone.cli..";

  @ArchTest
  static final ArchRule COST_KNOWS_NOBODY =
      only(COST, "dev.halftone.cost..", "com.fasterxml.jackson..", "com.knuddels.jtokkit..");

  @ArchTest static final ArchRule BUDGET_KNOWS_COST = only(BUDGET, BUDGET, COST, "io.vertx.core..");

  @ArchTest
  static final ArchRule IMAGE_KNOWS_COST_AND_SCOPES =
      only(IMAGE, IMAGE, BUDGET, COST, "io.vertx.core..");

  @ArchTest
  static final ArchRule IMAGE_KNOWS_NO_LEDGER =
      noClasses()
          .that()
          .resideInAPackage(IMAGE)
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are in budget and are not Scope",
                  type ->
                      type.getPackageName().equals("dev.halftone.budget")
                          && !type.getSimpleName().equals("Scope")));

  @ArchTest
  static final ArchRule CACHE_KNOWS_IMAGES =
      only(CACHE, CACHE, IMAGE, COST, "io.vertx.core..", "com.github.benmanes.caffeine..");

  @ArchTest
  static final ArchRule ROUTER_KNOWS_THE_CORE =
      only(
          ROUTER,
          ROUTER,
          CACHE,
          BUDGET,
          IMAGE,
          COST,
          "io.vertx.core..",
          "io.micrometer..",
          "io.github.resilience4j.circuitbreaker..",
          "com.netflix.concurrency.limits..",
          "org.HdrHistogram..",
          "org.slf4j..");

  @ArchTest
  static final ArchRule PROVIDERS_KNOW_THE_SPI_AND_NO_ROUTER =
      noClasses()
          .that()
          .resideInAPackage(PROVIDER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROUTER, CACHE, BUDGET, SIMULATOR, CLI);

  @ArchTest
  static final ArchRule STORES_KNOW_BUDGETS_AND_TIMERS =
      noClasses()
          .that()
          .resideInAPackage(STORE)
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are Halftone's, and neither stores, budgets, costs nor Timers",
                  type ->
                      type.getPackageName().startsWith("dev.halftone.")
                          && !List.of("store", "budget", "cost")
                              .contains(type.getPackageName().substring("dev.halftone.".length()))
                          && !type.isEquivalentTo(Timers.class)));

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_STORES =
      noClasses()
          .that()
          .resideOutsideOfPackages(STORE, CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(STORE);

  @ArchTest
  static final ArchRule SIMULATOR_SHARES_NOTHING_WITH_WHAT_IT_TESTS =
      noClasses()
          .that()
          .resideInAPackage(SIMULATOR)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROUTER, CACHE, BUDGET, IMAGE, COST, PROVIDER, CLI);

  @ArchTest
  static final ArchRule NOBODY_KNOWS_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLI);

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.halftone.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONE_CLASS_KNOWS_MICROMETER =
      noClasses()
          .that()
          .doNotBelongToAnyOf(RouterMetrics.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule MONEY_IS_NEVER_A_FLOATING_POINT_FIELD =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(COST, BUDGET)
          .should()
          .haveRawType(DescribedPredicate.describe("floating point", ArchitectureTest::isFloating));

  @ArchTest
  static final ArchRule MONEY_IS_NEVER_A_FLOATING_POINT_RESULT =
      noMethods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(COST, BUDGET)
          .should()
          .haveRawReturnType(
              DescribedPredicate.describe("floating point", ArchitectureTest::isFloating));

  @ArchTest
  static final ArchRule DECISIONS_ARE_SYNCHRONOUS_AND_DO_NO_IO =
      noClasses()
          .that()
          .haveNameMatching(
              "dev\\.halftone\\.router\\."
                  + "(Planner|CandidateSearch|Fit|Rungs|RetryVerdict|RoutePlan|Ladder|Ejection).*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "java.util.concurrent..", "org.slf4j..");

  @ArchTest
  static final ArchRule TIME_COMES_IN_BY_THE_DOOR =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.LocalDate.class, "now");

  @ArchTest
  static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED =
      classes()
          .that()
          .haveSimpleName("package-info")
          .should()
          .beAnnotatedWith(org.jspecify.annotations.NullMarked.class);

  @ArchTest
  static void routerHidesAtLeastHalfOfItsTypes(JavaClasses all) {
    List<JavaClass> types =
        all.stream()
            .filter(type -> type.getPackageName().equals("dev.halftone.router"))
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .toList();
    long open =
        types.stream().filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC)).count();

    assertThat(open).isLessThanOrEqualTo(types.size() / 2);
  }

  @ArchTest
  static void secretsHaveNoTextOfTheirOwn(JavaClasses all) {
    JavaMethod toString = all.get("dev.halftone.provider.Secret").getMethod("toString");

    assertThat(toString.getAccessesFromSelf()).isEmpty();
  }

  private static boolean isFloating(JavaClass type) {
    return type.isEquivalentTo(double.class)
        || type.isEquivalentTo(float.class)
        || type.isEquivalentTo(Double.class)
        || type.isEquivalentTo(Float.class);
  }

  private static ArchRule only(String who, String... whom) {
    String[] allowed = new String[whom.length + 2];
    System.arraycopy(whom, 0, allowed, 0, whom.length);
    allowed[whom.length] = "java..";
    allowed[whom.length + 1] = "org.jspecify..";
    return classes()
        .that()
        .resideInAPackage(who)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }
}
