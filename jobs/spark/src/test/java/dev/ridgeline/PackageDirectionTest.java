package dev.ridgeline;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasReturnType.Predicates.rawReturnType;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Spark is a thin edge: remote, sql, relation, parquet, table, pareto, analysis, answer, store,
 * plugin, report, run, shell and command line, in that order.
 */
@AnalyzeClasses(
    packages = {
      "dev.ridgeline.remote",
      "dev.ridgeline.sql",
      "dev.ridgeline.relation",
      "dev.ridgeline.parquet",
      "dev.ridgeline.table",
      "dev.ridgeline.pareto",
      "dev.ridgeline.analysis",
      "dev.ridgeline.answer",
      "dev.ridgeline.store",
      "dev.ridgeline.plugin",
      "dev.ridgeline.report",
      "dev.ridgeline.run",
      "dev.ridgeline.shell",
      "dev.ridgeline.cli"
    },
    importOptions = ImportOption.DoNotIncludeTests.class)
class PackageDirectionTest {

  /** Files are read from everywhere, whatever they hold. */
  @ArchTest
  static final ArchRule PLACES_KNOW_NOTHING_OF_WHAT_IS_THERE =
      noClasses()
          .that()
          .resideInAPackage("..remote..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark.sql..",
              "dev.ridgeline.catalog..",
              "dev.ridgeline.sweep..",
              "..sql..",
              "..parquet..",
              "dev.ridgeline.store..",
              "..run..",
              "..cli..");

  @ArchTest
  static final ArchRule RELATIONS_ARE_OF_ANY_TABLE =
      noClasses()
          .that()
          .resideInAPackage("..relation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..evaluate..",
              "..choice..",
              "..parquet..",
              "..table..",
              "..pareto..",
              "dev.ridgeline.analysis..",
              "..answer..",
              "..run..",
              "..cli..");

  @ArchTest
  static final ArchRule SQL_IS_OF_ANY_TABLE =
      noClasses()
          .that()
          .resideInAPackage("..sql..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..evaluate..",
              "..choice..",
              "..relation..",
              "..parquet..",
              "..table..",
              "..pareto..",
              "dev.ridgeline.analysis..",
              "..answer..",
              "..run..",
              "..cli..");

  @ArchTest
  static final ArchRule TABLE_KNOWS_NEITHER_RUNS_NOR_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAPackage("..table..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..pareto..", "dev.ridgeline.analysis..", "..answer..", "..run..", "..cli..");

  @ArchTest
  static final ArchRule FRONTIERS_ARE_OF_ANY_TABLE =
      noClasses()
          .that()
          .resideInAPackage("..pareto..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.ridgeline.catalog..",
              "..space..",
              "..evaluate..",
              "..choice..",
              "..parquet..",
              "..table..",
              "dev.ridgeline.analysis..",
              "..answer..",
              "..run..",
              "..cli..");

  @ArchTest
  static final ArchRule WHAT_CELLS_SAY_IS_NO_MATTER_OF_WHERE_THEY_COME_FROM =
      noClasses()
          .that()
          .resideInAPackage("dev.ridgeline.analysis..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..parquet..", "..table..", "..answer..", "..run..", "..cli..");

  /** Prices are multiplied and summed by the model alone; Spark carries them. */
  @ArchTest
  static final ArchRule CANDIDATES_ARE_PRICED_BY_THE_MODEL =
      noClasses()
          .should()
          .callMethodWhere(
              target(owner(resideInAPackage("dev.ridgeline.choice")))
                  .and(target(rawReturnType(double.class))));

  @ArchTest
  static final ArchRule FILES_ARE_OF_ANY_TABLE =
      noClasses()
          .that()
          .resideInAPackage("..parquet..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..evaluate..",
              "..choice..",
              "..table..",
              "..pareto..",
              "dev.ridgeline.analysis..",
              "..answer..",
              "..run..",
              "..cli..");

  @ArchTest
  static final ArchRule ANSWERS_KNOW_NOTHING_OF_RUNS_ON_DISK =
      noClasses()
          .that()
          .resideInAPackage("..answer..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..parquet..", "..pareto..", "..run..", "..cli..");

  @ArchTest
  static final ArchRule STORED_RUNS_DO_NOT_KNOW_HOW_TABLES_ARE_COMPUTED =
      noClasses()
          .that()
          .resideInAPackage("dev.ridgeline.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark.sql..",
              "..evaluate..",
              "..choice..",
              "..table..",
              "..pareto..",
              "dev.ridgeline.analysis..",
              "..answer..",
              "..run..",
              "..cli..");

  /** Any session of Spark can have the plugin, so it needs nothing that this program starts. */
  @ArchTest
  static final ArchRule THE_PLUGIN_KNOWS_NEITHER_JOBS_NOR_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAPackage("..plugin..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.ridgeline.parquet..", "..answer..", "..run..", "..cli..");

  @ArchTest
  static final ArchRule STORED_RUNS_AND_TABLES_DO_NOT_KNOW_THE_PLUGIN =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..sql..",
              "..relation..",
              "..parquet..",
              "..table..",
              "..pareto..",
              "dev.ridgeline.analysis..",
              "dev.ridgeline.store..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..plugin..");

  /** What a report says comes out of tables, wherever they lie and whoever reads them. */
  @ArchTest
  static final ArchRule REPORTS_KNOW_TABLES_BY_SQL_ALONE =
      noClasses()
          .that()
          .resideInAPackage("dev.ridgeline.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..",
              "..sql..",
              "..relation..",
              "..parquet..",
              "..table..",
              "..pareto..",
              "dev.ridgeline.analysis..",
              "..answer..",
              "dev.ridgeline.store..",
              "..run..",
              "..cli..");

  @ArchTest
  static final ArchRule RUNS_DO_NOT_KNOW_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAPackage("..run..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..cli..");

  /** A dialogue knows statements and lines, and not how they are answered. */
  @ArchTest
  static final ArchRule A_DIALOGUE_KNOWS_SQL_ALONE =
      noClasses()
          .that()
          .resideInAPackage("dev.ridgeline.shell..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.ridgeline..")
                  .and(not(resideInAnyPackage("dev.ridgeline.shell..", "dev.ridgeline.sql.."))));

  /** Commands that need no Spark must start without its classes. */
  @ArchTest
  static final ArchRule THE_COMMAND_LINE_NAMES_NO_CLASS_OF_SPARK =
      noClasses()
          .that()
          .resideInAPackage("..cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..");

  @ArchTest
  static final ArchRule NO_FORMULA_IS_USED_BUT_THROUGH_EVALUATE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.ridgeline.operator..",
              "dev.ridgeline.cost..",
              "dev.ridgeline.deployment..",
              "dev.ridgeline.economics..");
}
