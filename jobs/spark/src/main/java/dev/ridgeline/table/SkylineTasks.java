package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.reduce.Limit;
import dev.ridgeline.reduce.Reducer;
import dev.ridgeline.reduce.Reduction;
import dev.ridgeline.relation.SkylineRequest;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongToIntFunction;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/** Tasks that reduce the cells of a slice to skylines, as the model does it. */
final class SkylineTasks {

  /**
   * Setting of a session: {@code undominated} joins the undominated sides of pairs of pools where
   * that is enough, {@code all} evaluates every cell, and {@code rows} leaves the reduction to
   * Spark. All have the same result.
   */
  static final String SIDES = "spark.ridgeline.sides";

  private static final String ROWS = "rows";

  private SkylineTasks() {}

  /**
   * Makes the tasks of a request; empty where the model cannot answer it.
   *
   * @param tasks number of tasks for a number of cells
   * @param fewTasks the same where each task has to plan first what its cells share
   */
  static Optional<JavaPairRDD<List<String>, Skyline>> of(
      SparkSession spark,
      DesignSpace space,
      GridSlice slice,
      SkylineRequest request,
      LongToIntFunction tasks,
      LongToIntFunction fewTasks) {
    String sides = spark.conf().get(SIDES, Reducer.Joining.UNDOMINATED.name());
    if (sides.equalsIgnoreCase(ROWS)) {
      return Optional.empty();
    }
    Reducer.Joining joining = Reducer.Joining.valueOf(sides.toUpperCase(Locale.ROOT));
    return reduction(request)
        .filter(reduction -> reduction.isPossible() && slice.cells() > 0)
        .map(
            reduction ->
                of(
                    spark,
                    new Task(space, slice, reduction, joining),
                    Reducer.joinsSides(space, slice, reduction, joining) ? fewTasks : tasks));
  }

  private static JavaPairRDD<List<String>, Skyline> of(
      SparkSession spark, Task task, LongToIntFunction tasks) {
    Reducer reducer = task.reducer();
    int parts = (int) Math.min(reducer.units(), tasks.applyAsInt(task.slice().cells()));
    LongAccumulator counted =
        spark.sparkContext().longAccumulator(EvaluationMetrics.CELLS_DESCRIPTION);
    double cellsOfUnit = (double) task.slice().cells() / reducer.units();
    return new JavaSparkContext(spark.sparkContext())
        .parallelize(CellRanges.between(reducer.cut(parts)), parts)
        .flatMapToPair(new Reduced(task, cellsOfUnit, counted));
  }

  /** The request as the model takes it; empty where it has a condition of another kind. */
  private static Optional<Reduction> reduction(SkylineRequest request) {
    Set<Status> statuses = EnumSet.allOf(Status.class);
    List<Limit> limits = new ArrayList<>();
    for (SkylineRequest.Condition condition : request.conditions()) {
      if (!(condition.column().equals(CellColumns.STATUS.name())
          ? keep(statuses, condition)
          : add(limits, condition))) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Reduction(
            request.groups(),
            request.measures().stream()
                .map(one -> new Reduction.Measure(one.column(), one.isNegated()))
                .toList(),
            request.points(),
            statuses,
            limits,
            new Reduction.Kept(request.ties(), request.epsilon(), request.layers())));
  }

  private static boolean keep(Set<Status> statuses, SkylineRequest.Condition condition) {
    if (!condition.operator().equals("=") && !condition.operator().equals("IN")) {
      return false;
    }
    statuses.removeIf(status -> !condition.constants().contains(status.name()));
    return true;
  }

  private static boolean add(List<Limit> limits, SkylineRequest.Condition condition) {
    Optional<Limit.Kind> kind =
        switch (condition.operator()) {
          case "<" -> Optional.of(Limit.Kind.BELOW);
          case "<=" -> Optional.of(Limit.Kind.AT_MOST);
          case ">" -> Optional.of(Limit.Kind.ABOVE);
          case ">=" -> Optional.of(Limit.Kind.AT_LEAST);
          default -> Optional.empty();
        };
    if (kind.isEmpty() || !(condition.constants().get(0) instanceof Double bound)) {
      return false;
    }
    limits.add(new Limit(condition.column(), kind.get(), bound));
    return true;
  }

  /** What all tasks have in common. */
  private record Task(
      DesignSpace space, GridSlice slice, Reduction reduction, Reducer.Joining joining)
      implements Serializable {

    Reducer reducer() {
      return Reducer.of(space, slice, reduction, joining);
    }
  }

  /** The work of an executor. */
  private record Reduced(Task task, double cellsOfUnit, LongAccumulator counted)
      implements PairFlatMapFunction<CellRanges, List<String>, Skyline> {

    @Override
    public Iterator<Tuple2<List<String>, Skyline>> call(CellRanges units) {
      Reducer reducer = task.reducer();
      for (CellRange range : units.ranges()) {
        reducer.reduce(range.from(), range.to());
      }
      counted.add(Math.round(units.cells() * cellsOfUnit));
      return reducer.skylines().entrySet().stream()
          .map(entry -> new Tuple2<>(entry.getKey(), entry.getValue()))
          .iterator();
    }
  }
}
