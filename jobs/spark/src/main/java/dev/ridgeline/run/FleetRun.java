package dev.ridgeline.run;

import dev.ridgeline.answer.Progress;
import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Entry;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Problem;
import dev.ridgeline.fleet.FleetAnswer;
import dev.ridgeline.fleet.FleetAnswers;
import dev.ridgeline.fleet.FleetDemand;
import dev.ridgeline.fleet.FleetOption;
import dev.ridgeline.fleet.FleetQuery;
import dev.ridgeline.fleet.FleetReport;
import dev.ridgeline.fleet.FleetTables;
import dev.ridgeline.fleet.OptionReader;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Prose;
import dev.ridgeline.pareto.Kept;
import dev.ridgeline.pareto.SkylineQuery;
import dev.ridgeline.reduce.Points;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.sql.SqlErrors;
import dev.ridgeline.sql.SqlOption;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.store.UnfinishedRun;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The cheapest fleet for a demand of many workloads, made of cells of sweeps and runs. Spark takes
 * the cells that may serve a workload, and of each layout those that no other one dominates.
 *
 * @param demand what the fleet must serve
 * @param file file of the demand, for messages
 * @param sources paths of sweep files, or directories of runs
 * @param catalogs catalogs of the sweeps
 * @param where SQL condition of cells that may be taken
 * @param milliseconds time for the search of whole numbers
 * @param out place of the tables; empty where they are only printed
 * @param replacing what may be thrown away there
 * @param printed table that is printed as JSON, CSV or Markdown
 */
public record FleetRun(
    FleetDemand demand,
    String file,
    List<String> sources,
    CatalogDirectories catalogs,
    String where,
    long milliseconds,
    Optional<String> out,
    Replacing replacing,
    String printed) {

  /**
   * Plans the fleet, prints it, and writes its tables.
   *
   * @return whether a fleet keeps all targets and limits
   */
  public boolean execute(Optional<String> master, Output output) {
    List<SqlOption> sql = List.of(new SqlOption("--where", where, SqlOption.Use.CONDITION));
    Map<String, CellSource> opened = new LinkedHashMap<>();
    for (String source : sources) {
      CellSource cells = CellSource.open(source, catalogs);
      cells.require(sql);
      opened.put(source, cells);
      requireWorkflows(cells);
    }
    requireNames(opened.values());
    String first = sources.get(0);
    try (Target target = Target.of(out, first, opened.values().iterator().next(), replacing)) {
      SparkSession spark = SparkSessions.open("ridgeline fleet " + demand.name(), master);
      try {
        return SqlErrors.located("fleet", sql, () -> execute(spark, opened, sql, target, output));
      } finally {
        SparkSessions.close(spark);
      }
    }
  }

  private boolean execute(
      SparkSession spark,
      Map<String, CellSource> opened,
      List<SqlOption> sql,
      Target target,
      Output output) {
    Progress progress = Progress.follow(spark, output.progress(), 0, 0);
    Map<String, OptionReader> readers = new LinkedHashMap<>();
    List<FleetOption> options = new ArrayList<>();
    opened.forEach(
        (source, cells) -> {
          OptionReader reader = new OptionReader(source, cells.sweep(), demand);
          readers.put(source, reader);
          Dataset<Row> table = cells.cells(spark, sql);
          for (int workload = 0; workload < demand.workloads().size(); workload++) {
            FleetQuery query = query(cells, workload);
            spark.sparkContext().setJobDescription(query.workload().name() + " from " + source);
            options.addAll(reader.read(workload, undominated(table, query)));
          }
        });
    progress.end(spark);
    FleetAnswers answers = new FleetAnswers(demand, options, milliseconds);
    if (!answers.unserved().isEmpty()) {
      for (int workload : answers.unserved()) {
        output.say(Prose.wrapped(miss(spark, opened, sql, workload), output.screen(), 4));
      }
      return false;
    }
    Optional<FleetAnswer> answer =
        answers.answer(option -> reader(readers, option).memoryGain(option));
    if (answer.isEmpty()) {
      output.say(
          Prose.wrapped(
              FleetReport.overLimits(demand, answers.withoutLimits()), output.screen(), 4));
      return false;
    }
    print(answer.get(), options.size(), output);
    target.write(run -> write(answer.get(), run));
    out.ifPresent(
        place ->
            output.say(
                String.format(
                    "Parquet: %s, tables %s%n", place, String.join(", ", FleetTables.names()))));
    return true;
  }

  private static OptionReader reader(Map<String, OptionReader> readers, FleetOption option) {
    OptionReader reader = readers.get(option.source());
    if (reader == null) {
      throw new IllegalStateException("no source " + option.source());
    }
    return reader;
  }

  /**
   * Requires that a source knows the workflows of the demand.
   *
   * @throws ConfigException with every one that it does not know
   */
  private void requireWorkflows(CellSource cells) {
    Catalog<Workflow> known = cells.sweep().catalogs().workflows();
    List<Problem> problems = new ArrayList<>();
    for (int place = 0; place < demand.workloads().size(); place++) {
      String workflow = demand.workloads().get(place).workflow();
      if (known.find(workflow).isEmpty()) {
        String path = "/workloads/" + place + "/workflow";
        problems.add(new Problem(file, path, 0, known.unknown(workflow)));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /**
   * Requires that some source knows the models of the demand, and the accelerators that it limits.
   *
   * @throws ConfigException with every one that none of them knows
   */
  private void requireNames(Collection<CellSource> sources) {
    List<Problem> problems = new ArrayList<>();
    for (int place = 0; place < demand.workloads().size(); place++) {
      String path = "/workloads/" + place + "/model";
      demand
          .workloads()
          .get(place)
          .model()
          .flatMap(model -> unknown(sources, Catalogs::models, path, model))
          .ifPresent(problems::add);
    }
    for (String id : demand.limits().accelerators().keySet()) {
      String path = "/available/accelerators/" + id;
      unknown(sources, Catalogs::accelerators, path, id).ifPresent(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private <E extends Entry> Optional<Problem> unknown(
      Collection<CellSource> sources, Function<Catalogs, Catalog<E>> of, String path, String id) {
    List<Catalog<E>> catalogsOf =
        sources.stream().map(cells -> of.apply(cells.sweep().catalogs())).toList();
    return catalogsOf.stream().anyMatch(known -> known.find(id).isPresent())
        ? Optional.empty()
        : Optional.of(new Problem(file, path, 0, catalogsOf.get(0).unknown(id)));
  }

  private FleetQuery query(CellSource cells, int place) {
    FleetDemand.Workload workload = demand.workloads().get(place);
    Workflow workflow =
        cells.sweep().catalogs().workflows().find(workload.workflow()).orElseThrow();
    return new FleetQuery(workload, workflow.pauseSeconds(), where);
  }

  /** Numbers of the cells that no other cell of their layout dominates, in rising order. */
  private static long[] undominated(Dataset<Row> table, FleetQuery query) {
    List<String> measures = query.measures();
    return new SkylineQuery(
            FleetQuery.LAYOUT,
            measures.stream().map(measure -> "double(" + measure + ")").toList(),
            new Points.OfMeasures(measures.size()),
            new Kept(Ties.COLLAPSE, 0, 1))
        .of(table.where(query.options())).values().collect().stream()
            .flatMapToLong(FleetRun::ids)
            .sorted()
            .toArray();
  }

  private static LongStream ids(Skyline skyline) {
    return LongStream.range(0, skyline.size()).map(place -> skyline.id((int) place));
  }

  /** Says what comes nearest to the targets of a workload. */
  private String miss(
      SparkSession spark, Map<String, CellSource> opened, List<SqlOption> sql, int workload) {
    String nearest = "";
    double least = Double.POSITIVE_INFINITY;
    for (Map.Entry<String, CellSource> one : opened.entrySet()) {
      FleetQuery query = query(one.getValue(), workload);
      List<Row> found =
          one.getValue()
              .cells(spark, sql)
              .where(query.cells())
              .selectExpr(
                  query.miss() + " AS miss",
                  query.ttft(),
                  "tpot_s",
                  "concat_ws(' > ', prefill, decode) AS mix",
                  "cell")
              .where(functions.col("miss").isNotNull())
              .orderBy("miss", "cell")
              .takeAsList(1);
      if (!found.isEmpty() && found.get(0).getDouble(0) < least) {
        Row row = found.get(0);
        least = row.getDouble(0);
        nearest =
            FleetReport.nearest(
                row.getString(3), row.getDouble(1), row.getDouble(2), one.getKey(), row.getLong(4));
      }
    }
    return FleetReport.unserved(demand.workloads().get(workload), nearest);
  }

  private void print(FleetAnswer answer, int options, Output output) {
    if (!output.isTable()) {
      output.print(FleetTables.rows(answer, printed));
      return;
    }
    FleetReport report = new FleetReport(demand, answer, options);
    output.say(Prose.wrapped(report.heading(), output.screen(), 4));
    output.print(report.plan());
    output.say(report.bought());
    output.print(report.systems());
    output.say(report.why());
    output.print(report.values());
    output.say(Prose.wrapped(report.footer(), output.screen(), 4));
  }

  private void write(FleetAnswer answer, UnfinishedRun run) {
    Configuration hadoop = Locations.settings(out.orElseThrow());
    CatalogFiles.write(FleetAnswer.Service.TABLE, answer.plan(), run, hadoop);
    CatalogFiles.write(FleetAnswer.Bought.TABLE, answer.systems(), run, hadoop);
    CatalogFiles.write(FleetAnswer.Hour.TABLE, answer.hours(), run, hadoop);
    CatalogFiles.write(FleetAnswer.Value.TABLE, answer.values(), run, hadoop);
    CatalogFiles.writeColumns(FleetTables.all(), run, hadoop);
  }
}
