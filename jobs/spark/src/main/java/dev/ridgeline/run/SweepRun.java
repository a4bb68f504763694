package dev.ridgeline.run;

import dev.ridgeline.answer.CheapestCells;
import dev.ridgeline.answer.Estimate;
import dev.ridgeline.answer.FirstRows;
import dev.ridgeline.answer.SparkRows;
import dev.ridgeline.answer.Summary;
import dev.ridgeline.choice.AxisEdges;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Prose;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.store.RunManifest;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.sweep.Sweep;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A sweep that is evaluated into Parquet, with what is printed on the way.
 *
 * @param sweep what to evaluate
 * @param out place of the run
 * @param replacing what may be thrown away there
 * @param resume whether an unfinished run there is continued
 * @param partitions tasks that evaluate cells; 0 lets their number follow from the cells
 * @param maxCells most cells that are written; larger sweeps are refused
 */
public record SweepRun(
    Sweep sweep, String out, Replacing replacing, boolean resume, int partitions, long maxCells) {

  /** Rows of the answer that are printed. A query of the run shows the others. */
  private static final int PRINTED_ROWS = 40;

  /** Evaluates the sweep, writes the run, and prints the answer. */
  public void execute(Optional<String> master, Output output) {
    long start = System.nanoTime();
    requireNoMoreCells();
    SweepJob job = new SweepJob(partitions);
    RunManifest inputs = job.inputs(sweep);
    Configuration hadoop = Locations.settings(out);
    RunDirectory place = RunDirectory.of("--out", out, hadoop);
    boolean isHere = ThisJvm.suffices(master, sweep.space().grid().cells(), out);
    if (!isHere && !resume) {
      place.requireRoomFor(replacing);
      ThisJvm.requireSpark();
    }
    try (UnfinishedRun target = resume ? place.resume(inputs) : place.begin(inputs, replacing)) {
      Thread advice = new Thread(this::sayHowToResume);
      Runtime.getRuntime().addShutdownHook(advice);
      try {
        if (isHere) {
          sayCells(output);
          RunManifest manifest = job.runHere(sweep, target, hadoop, output.progress());
          output.progress().stage("finding the cheapest cells");
          answer(
              FirstRows.of(CheapestCells.of(sweep.space(), sweep.targets()), PRINTED_ROWS), output);
          report(manifest, place, start, output.out());
        } else {
          ThisJvm.requireSpark();
          sayCells(output);
          execute(job, place, target, start, master, output);
        }
      } catch (ConfigException | NeedsSparkException e) {
        removeHook(advice);
        throw e;
      }
      removeHook(advice);
    }
  }

  private void sayCells(Output output) {
    output
        .out()
        .printf(
            Locale.ROOT, "%s: %,d cells%n", sweep.source().file(), sweep.space().grid().cells());
    output.out().flush();
  }

  private void execute(
      SweepJob job,
      RunDirectory place,
      UnfinishedRun target,
      long start,
      Optional<String> master,
      Output output) {
    PrintWriter print = output.out();
    output.progress().stage("starting Spark");
    SparkSession spark = SparkSessions.open("ridgeline sweep " + sweep.name(), master);
    try {
      Estimate.of(sweep.space(), spark.sparkContext().defaultParallelism())
          .ifPresent(estimate -> output.say(String.format("%s%n", estimate)));
      RunManifest manifest = job.run(spark, sweep, target, output.progress());
      output.progress().stage("finding the cheapest cells");
      answer(cheapest(spark, place), output);
      report(manifest, place, start, print);
    } finally {
      SparkSessions.close(spark);
    }
  }

  private FirstRows cheapest(SparkSession spark, RunDirectory place) {
    spark.sparkContext().setJobDescription("find the cheapest cells of " + sweep.name());
    Dataset<Row> cells = RunTables.read(spark, place, CellSource.CELLS);
    return SparkRows.of(Summary.cheapest(cells, sweep.targets()), PRINTED_ROWS).first();
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook is what it runs.
    }
  }

  private void requireNoMoreCells() {
    long cells = sweep.space().grid().cells();
    if (cells > maxCells) {
      throw new ConfigException(
          sweep.source().file(),
          String.format(
              Locale.ROOT,
              "has %,d cells, more than --max-cells %,d. Maybe take fewer values on an axis, or raise"
                  + " --max-cells. The commands sql, frontier and choose need no written cells.",
              cells,
              maxCells));
    }
  }

  private void sayHowToResume() {
    System.err.printf(
        "%nridgeline: the run was stopped. The same command with --out %s --resume continues it.%n",
        out);
  }

  private void answer(FirstRows rows, Output output) {
    PrintWriter print = output.out();
    print.printf("%nCheapest cell by dollars per request%s:%n%n", describe(sweep.targets()));
    output.print(rows.rows().withSections(Summary.SECTIONS).withOptional(Summary.OPTIONAL));
    rows.sayIfMore(output);
    print.print(
        """

        hardware is the accelerator of a colocated cell, or those of prefill > decode.
        dollars_per_1k is the price of 1,000 requests.
        colocated_x says how many times as much the cheapest colocated cell costs.
        A - stands where no colocated cell meets the targets.
        """);
    List<Long> best =
        rows.rows().column(CellColumns.CELL.name()).stream().map(Long.class::cast).toList();
    if (!best.isEmpty()) {
      new AxisEdges(sweep.space())
          .warnings(best)
          .forEach(
              warning ->
                  output.say(
                      Prose.wrapped(String.format("Warning: %s%n", warning), output.screen(), 4)));
    }
    print.flush();
  }

  /** Latency targets as a condition, such as {@code TTFT <= 10.0 s and TPOT <= 0.05 s}. */
  static String within(LatencyTargets targets) {
    String text = describe(targets);
    return text.isEmpty() ? "none" : text.substring(" with ".length());
  }

  private static String describe(LatencyTargets targets) {
    StringBuilder text = new StringBuilder();
    if (targets.ttftSeconds() < Double.POSITIVE_INFINITY) {
      text.append(
              targets.limitsPercentile()
                  ? " with P" + targets.percentile() + " of TTFT <= "
                  : " with TTFT <= ")
          .append(targets.ttftSeconds())
          .append(" s");
    }
    if (targets.tpotSeconds() < Double.POSITIVE_INFINITY) {
      text.append(text.isEmpty() ? " with" : " and")
          .append(" TPOT <= ")
          .append(targets.tpotSeconds())
          .append(" s");
    }
    return text.toString();
  }

  private void report(RunManifest manifest, RunDirectory target, long start, PrintWriter print) {
    print.printf("%nRows by status:");
    manifest
        .cellsByStatus()
        .forEach((status, rows) -> print.printf(Locale.ROOT, " %s %,d", status, rows));
    print.printf(Locale.ROOT, "%nDone in %.1f s.%n", (System.nanoTime() - start) / 1e9);
    double bytes = target.bytesOfCells();
    print.printf(
        Locale.ROOT,
        "Parquet: %s, %s, %.0f bytes a row%n",
        target,
        Estimate.size(bytes),
        bytes / sweep.space().grid().cells());
    print.printf(
        "Query:   deploy/ridgeline sql %1$s \"SELECT %2$s, count(*) FROM %3$s GROUP BY %2$s\"%n",
        target, CellColumns.STATUS, CellSource.CELLS);
    print.printf("Explain: deploy/ridgeline explain %s --cell N%n", sweep.source().file());
    print.flush();
  }
}
