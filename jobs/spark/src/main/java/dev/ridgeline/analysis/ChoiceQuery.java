package dev.ridgeline.analysis;

import dev.ridgeline.choice.CandidatePoint;
import dev.ridgeline.choice.ChoiceSettings;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.Mix;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.pareto.Kept;
import dev.ridgeline.pareto.PointReader;
import dev.ridgeline.pareto.RequestedNames;
import dev.ridgeline.pareto.SkylineQuery;
import dev.ridgeline.schema.Table;
import dev.ridgeline.space.LatencyTargets;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which choices to make of a table of cells: one for each workload and targets.
 *
 * @param workload columns whose values make a workload
 * @param where SQL condition on cells that may be chosen; {@code true} for all
 * @param epsilon how much dearer or slower a candidate may be that stands for others; 0 to keep all
 * @param settings targets and uncertainty
 */
public record ChoiceQuery(
    List<String> workload, String where, double epsilon, ChoiceSettings settings)
    implements Serializable {

  public ChoiceQuery {
    workload = List.copyOf(workload);
    for (Table<?> table : ChoiceTables.all(List.of())) {
      RequestedNames.requireApart("--workload", workload, table.columns());
    }
    Kept.require(epsilon, 1);
  }

  /** Which cells can be chosen: leaves out what no draw can bring within the targets. */
  public String condition() {
    LatencyTargets reachable = settings.reachable();
    return CellColumns.STATUS.name()
        + CandidatePoint.statuses().stream().collect(Collectors.joining("', '", " IN ('", "')"))
        + " AND ("
        + where
        + ")"
        + limit(CellColumns.TTFT_S, reachable.ttftSeconds())
        + limit(CellColumns.TPOT_S, reachable.tpotSeconds());
  }

  private static String limit(CellColumn column, double seconds) {
    return Double.isInfinite(seconds) ? "" : " AND " + column.name() + " <= " + seconds + "D";
  }

  /** The candidates of each mix for each workload: a group is a workload, then a mix. */
  SkylineQuery candidates() {
    return new SkylineQuery(
        Stream.concat(workload.stream(), Mix.columns().stream()).toList(),
        CandidatePoint.columns(),
        new Candidates(),
        new Kept(Ties.COLLAPSE, epsilon, 1));
  }

  /** Cells as the model has them as candidates. */
  private record Candidates() implements PointReader {

    @Override
    public int objectives() {
      return CandidatePoint.OBJECTIVES;
    }

    @Override
    public void read(double[] measures, double[] point) {
      CandidatePoint.of(measures, point);
    }
  }
}
