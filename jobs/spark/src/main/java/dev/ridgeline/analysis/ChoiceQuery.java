package dev.ridgeline.analysis;

import dev.ridgeline.choice.CandidatePoint;
import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.ChoiceSettings;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.Mix;
import dev.ridgeline.choice.NamedCandidates;
import dev.ridgeline.choice.TargetColumns;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.pareto.Kept;
import dev.ridgeline.pareto.RequestedNames;
import dev.ridgeline.pareto.SkylineQuery;
import dev.ridgeline.schema.Table;
import dev.ridgeline.sweep.LatencyTargets;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request for choices of a table of cells: one for each workload and each pair of targets.
 *
 * @param workload columns whose values make a workload
 * @param where SQL condition on cells that may be chosen; {@code true} for all
 * @param epsilon share by which a candidate that stands for others may be dearer or slower; 0 keeps
 *     all candidates
 * @param settings targets and uncertainty
 * @param budgets further limits that a choice must keep
 * @param candidates which cells or mixes may be chosen
 * @param countsSessions whether fleets of the cells may count tasks in progress
 */
public record ChoiceQuery(
    List<String> workload,
    String where,
    double epsilon,
    ChoiceSettings settings,
    List<CellLimit> budgets,
    NamedCandidates candidates,
    boolean countsSessions)
    implements Serializable {

  public ChoiceQuery {
    workload = List.copyOf(workload);
    budgets = List.copyOf(budgets);
    for (Table<?> table : ChoiceTables.all(List.of())) {
      RequestedNames.requireApart("--workload", workload, table.columns());
    }
    Kept.require(epsilon, 1);
  }

  /** A request without budgets, for choices of all mixes. */
  public ChoiceQuery(List<String> workload, String where, double epsilon, ChoiceSettings settings) {
    this(workload, where, epsilon, settings, List.of(), NamedCandidates.ALL, false);
  }

  /** SQL condition of the cells among which to choose, whether or not they meet the targets. */
  public String among() {
    return "(" + where + "\n)" + (candidates.isAll() ? "" : " AND " + candidates.sql());
  }

  /** SQL condition of the cells that can be chosen: some draw can bring them within the targets. */
  public String condition() {
    LatencyTargets reachable = settings.reachable();
    return CellColumns.STATUS.name()
        + CandidatePoint.statuses().stream().collect(Collectors.joining("', '", " IN ('", "')"))
        + " AND "
        + among()
        + TargetColumns.within(reachable)
        + ofTurns().map(limit -> " AND " + limit.sql()).orElse("")
        + budgets.stream().map(limit -> " AND " + limit.sql()).collect(Collectors.joining());
  }

  private Optional<CellLimit> ofTurns() {
    return CellLimit.ofTurns(settings.reachable(), budgets, countsSessions);
  }

  /** The candidates of each mix for each workload. A group is a workload, followed by a mix. */
  SkylineQuery skylines() {
    return new SkylineQuery(
        Stream.concat(workload.stream(), Mix.columns().stream()).toList(),
        CandidatePoint.measures(settings.targets().get(0), ofTurns()),
        CandidatePoint.OF_MEASURES,
        new Kept(Ties.COLLAPSE, epsilon, 1));
  }
}
