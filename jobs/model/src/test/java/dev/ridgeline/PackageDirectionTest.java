package dev.ridgeline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Data flows one way: a package knows those before it, and none after. */
@AnalyzeClasses(packages = "dev.ridgeline", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageDirectionTest {

  @ArchTest
  static final ArchRule PACKAGES_ARE_KNOWN_ONLY_TO_THOSE_AFTER_THEM =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("units")
          .definedBy("..units..")
          .layer("queue")
          .definedBy("..queue..")
          .layer("cache")
          .definedBy("..cache..")
          .layer("config")
          .definedBy("..config..")
          .layer("catalog")
          .definedBy("..catalog..")
          .layer("imports")
          .definedBy("..imports..")
          .layer("workload")
          .definedBy("..workload..")
          .layer("operator")
          .definedBy("..operator..")
          .layer("cost")
          .definedBy("..cost..")
          .layer("deployment")
          .definedBy("..deployment..")
          .layer("economics")
          .definedBy("..economics..")
          .layer("space")
          .definedBy("..space..")
          .layer("sweep")
          .definedBy("..sweep..")
          .layer("evaluate")
          .definedBy("..evaluate..")
          .layer("choice")
          .definedBy("..choice..")
          .layer("question")
          .definedBy("..question..")
          .whereLayer("question")
          .mayNotBeAccessedByAnyLayer()
          .layer("fleet")
          .definedBy("..fleet..")
          .whereLayer("fleet")
          .mayNotBeAccessedByAnyLayer()
          .layer("measurement")
          .definedBy("..measurement..")
          .layer("check")
          .definedBy("..check..")
          .layer("calibrate")
          .definedBy("..calibrate..")
          .whereLayer("calibrate")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("choice")
          .mayOnlyBeAccessedByLayers("question", "fleet")
          .whereLayer("check")
          .mayOnlyBeAccessedByLayers("calibrate")
          .whereLayer("measurement")
          .mayOnlyBeAccessedByLayers("check", "calibrate", "sweep")
          .whereLayer("imports")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("evaluate")
          .mayOnlyBeAccessedByLayers("choice", "check", "question", "fleet")
          .whereLayer("sweep")
          .mayOnlyBeAccessedByLayers("choice", "question", "fleet")
          .whereLayer("space")
          .mayOnlyBeAccessedByLayers("sweep", "evaluate", "choice", "question", "fleet")
          .whereLayer("economics")
          .mayOnlyBeAccessedByLayers("evaluate", "fleet")
          .whereLayer("deployment")
          .mayOnlyBeAccessedByLayers(
              "economics", "space", "sweep", "evaluate", "choice", "check", "question", "fleet")
          .whereLayer("queue")
          .mayOnlyBeAccessedByLayers("deployment", "economics", "evaluate")
          .whereLayer("cache")
          .mayOnlyBeAccessedByLayers("deployment")
          .whereLayer("cost")
          .mayOnlyBeAccessedByLayers("deployment", "economics", "evaluate", "check")
          .whereLayer("operator")
          .mayOnlyBeAccessedByLayers(
              "cost", "deployment", "economics", "space", "sweep", "evaluate", "check", "question")
          .whereLayer("workload")
          .mayOnlyBeAccessedByLayers(
              "operator", "cost", "deployment", "economics", "space", "sweep", "evaluate", "check");

  @ArchTest static final ArchRule UNITS_KNOWS_NOBODY = knowsNobody("units");

  @ArchTest static final ArchRule QUEUE_KNOWS_NOBODY = knowsNobody("queue");

  @ArchTest static final ArchRule CACHE_KNOWS_NOBODY = knowsNobody("cache");

  @ArchTest static final ArchRule SCHEMA_KNOWS_NOBODY = knowsNobody("schema");

  @ArchTest static final ArchRule FRONTIER_KNOWS_NOBODY = knowsNobody("frontier");

  /** Rows are printed without knowing what they are about. */
  @ArchTest
  static final ArchRule OUTPUT_KNOWS_SCHEMA_ALONE =
      noClasses()
          .that()
          .resideInAPackage("..output..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.ridgeline..")
                  .and(resideOutsideOfPackages("..output..", "..schema..")));

  /** Files of models become facts; how a model is run is no matter of theirs. */
  @ArchTest
  static final ArchRule IMPORTS_KNOW_FACTS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("..imports..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.ridgeline..")
                  .and(
                      resideOutsideOfPackages(
                          "..imports..", "..catalog..", "..config..", "..units..")));

  /** Traces become facts; how a workflow is served is no matter of theirs. */
  @ArchTest
  static final ArchRule TRACES_KNOW_FACTS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("..traces..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.ridgeline..")
                  .and(
                      resideOutsideOfPackages(
                          "..traces..", "..catalog..", "..config..", "..units..")));

  private static ArchRule knowsNobody(String room) {
    String name = "dev.ridgeline." + room;
    return noClasses()
        .that()
        .resideInAPackage(name)
        .should()
        .dependOnClassesThat(resideInAPackage("dev.ridgeline..").and(resideOutsideOfPackage(name)));
  }

  @ArchTest
  static final ArchRule THERE_ARE_NO_CYCLES =
      slices().matching("dev.ridgeline.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_MODEL_KNOWS_NOTHING_OF_SPARK =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.spark..");

  @ArchTest
  static final ArchRule NOTHING_STATIC_CHANGES = fields().that().areStatic().should().beFinal();
}
