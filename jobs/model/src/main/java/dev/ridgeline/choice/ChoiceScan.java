package dev.ridgeline.choice;

import dev.ridgeline.evaluate.Availability;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellCondition;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.CellScan;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.reduce.Reducer;
import dev.ridgeline.reduce.Reduction;
import dev.ridgeline.reduce.ThreadedReduction;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pass over the cells of a small sweep that finds choices for each workload, in one JVM.
 *
 * @param workload columns whose values make a workload
 * @param where condition of the cells that may be chosen
 * @param settings targets and uncertainty
 * @param objective what the best has the least or the most of
 * @param budgets further limits that a choice must keep
 * @param candidates which cells or mixes may be chosen
 */
public record ChoiceScan(
    List<CellColumn> workload,
    CellCondition where,
    ChoiceSettings settings,
    CellObjective objective,
    List<CellLimit> budgets,
    NamedCandidates candidates) {

  private static final List<CellColumn> MIX =
      Mix.columns().stream().map(CellColumns::named).toList();

  public ChoiceScan {
    workload = List.copyOf(workload);
    budgets = List.copyOf(budgets);
  }

  /** The choices for each workload that has a cell within reach of the targets. */
  public List<WorkloadChoices> choices(DesignSpace space) {
    LatencyTargets reachable = settings.reachable();
    List<CellLimit> limits = new ArrayList<>(CellLimit.of(reachable));
    Optional<CellLimit> ofTurns =
        CellLimit.ofTurns(reachable, budgets, CellLimit.countsSessions(space));
    ofTurns.ifPresent(limits::add);
    limits.addAll(budgets);
    List<CellColumn> measures =
        CandidatePoint.columns(settings.targets().get(0)).stream().map(CellColumns::named).toList();
    Reduction reduction = reduction(measures, limits);
    Map<Key, Skyline> all =
        isOfAllCells(space) && reduction.isPossible() && ofTurns.isEmpty()
            ? reduced(space, reduction)
            : scanned(space, measures, limits);
    Map<List<@Nullable String>, List<Candidate>> byWorkload = new LinkedHashMap<>();
    all.forEach(
        (key, skyline) -> {
          List<Candidate> candidatesOf =
              byWorkload.computeIfAbsent(key.workload(), any -> new ArrayList<>());
          for (int place = 0; place < skyline.size(); place++) {
            candidatesOf.add(Candidate.of(key.mix(), skyline.point(place), skyline.id(place)));
          }
        });
    List<WorkloadChoices> choices = new ArrayList<>();
    byWorkload.forEach((served, found) -> choices.add(WorkloadChoices.of(served, found, settings)));
    return choices;
  }

  /** Whether every cell may be chosen, as far as it keeps the limits. */
  private boolean isOfAllCells(DesignSpace space) {
    return candidates.isAll()
        && where.columns().isEmpty()
        && where.test(new CellEvaluator(space, EnumSet.noneOf(Depth.class)).identify(0));
  }

  /** The request for a skyline of each workload and mix. */
  private Reduction reduction(List<CellColumn> measures, List<CellLimit> limits) {
    List<String> groups = new ArrayList<>();
    workload.forEach(column -> groups.add(column.name()));
    MIX.forEach(column -> groups.add(column.name()));
    return new Reduction(
        groups,
        measures.stream().map(column -> new Reduction.Measure(column.name(), false)).toList(),
        CandidatePoint.OF_MEASURES,
        CandidatePoint.statuses().stream().map(Status::valueOf).collect(Collectors.toSet()),
        limits.stream().map(CellLimit::limit).toList(),
        new Reduction.Kept(Ties.COLLAPSE, 0, 1));
  }

  private Map<Key, Skyline> reduced(DesignSpace space, Reduction reduction) {
    Map<Key, Skyline> all = new LinkedHashMap<>();
    ThreadedReduction.of(space, GridSlice.all(space.grid()), reduction, Reducer.Joining.UNDOMINATED)
        .forEach(
            (group, skyline) -> {
              int keys = workload.size();
              Mix mix = Mix.of(group.subList(keys, group.size()));
              List<@Nullable String> served = new ArrayList<>(group.subList(0, keys));
              all.put(new Key(served, mix, Standing.NO_CELL), skyline);
            });
    return all;
  }

  private Map<Key, Skyline> scanned(
      DesignSpace space, List<CellColumn> measures, List<CellLimit> limits) {
    List<CellColumn> read = new ArrayList<>(measures);
    limits.forEach(limit -> read.add(limit.cellColumn()));
    Map<Key, Skyline> all = new LinkedHashMap<>();
    for (Skylines part : CellScan.of(space, read(read), () -> new Skylines(limits, measures))) {
      part.byKey.forEach(
          (key, skyline) ->
              all.merge(
                  key,
                  skyline,
                  (one, other) -> {
                    one.merge(other);
                    return one;
                  }));
    }
    return all;
  }

  /** How each candidate stands for each workload within each of the targets. */
  public List<ForWorkload<Standing>> standings(DesignSpace space) {
    List<StandingTally.Rule> rules =
        settings.targets().stream()
            .map(
                targets ->
                    StandingTally.Rule.of(
                        objective, targets, budgets, CellLimit.countsSessions(space)))
            .toList();
    List<CellColumn> read = new ArrayList<>();
    rules.forEach(rule -> read.addAll(rule.columns()));
    Map<Key, List<StandingTally>> all = new LinkedHashMap<>();
    for (Tallies part : CellScan.of(space, read(read), () -> new Tallies(rules))) {
      part.byKey.forEach((key, tallies) -> all.merge(key, tallies, ChoiceScan::merged));
    }
    List<ForWorkload<Standing>> standings = new ArrayList<>();
    all.forEach(
        (key, tallies) -> {
          for (int i = 0; i < tallies.size(); i++) {
            standings.add(
                new ForWorkload<>(
                    key.workload(), settings.targets().get(i), tallies.get(i).standing(key.mix())));
          }
        });
    return standings;
  }

  private static List<StandingTally> merged(List<StandingTally> one, List<StandingTally> other) {
    for (int i = 0; i < one.size(); i++) {
      one.get(i).merge(other.get(i));
    }
    return one;
  }

  private Set<CellColumn> read(List<CellColumn> more) {
    Set<CellColumn> all = new LinkedHashSet<>(more);
    all.addAll(workload);
    all.addAll(where.columns());
    return all;
  }

  /**
   * What makes a group of cells.
   *
   * @param cell the cell where each candidate is one; else {@link Standing#NO_CELL}
   */
  private record Key(List<@Nullable String> workload, Mix mix, long cell) {}

  /** A reader of the groups of cells, which are found anew only where an axis decides so. */
  private final class Keys {

    private final Axis<?> fastest;
    private @Nullable Key last;

    Keys() {
      Axis<?> axis = Axis.ALL.get(0);
      for (List<CellColumn> columns : List.of(workload, MIX)) {
        for (CellColumn column : columns) {
          axis = column.decidedBy().compareTo(axis) > 0 ? column.decidedBy() : axis;
        }
      }
      this.fastest = axis;
    }

    /** The group of a cell that may be chosen; null for another one. */
    @Nullable Key of(CellResult cell, Axis<?> changed) {
      Key key = last;
      if (key == null || changed.compareTo(fastest) <= 0 || candidates.areCells()) {
        long own = candidates.areCells() ? (long) CellColumns.CELL.number(cell) : Standing.NO_CELL;
        key = new Key(texts(workload, cell), Mix.of(texts(MIX, cell)), own);
        last = key;
      }
      boolean isCandidate =
          candidates.isAll()
              || (candidates.areCells()
                  ? candidates.cells().contains(key.cell())
                  : matches(candidates.mixes(), key.mix()));
      return isCandidate && where.test(cell) ? key : null;
    }

    private static boolean matches(List<MixPattern> patterns, Mix mix) {
      return patterns.stream().anyMatch(pattern -> pattern.matches(mix));
    }

    private static List<@Nullable String> texts(List<CellColumn> columns, CellResult cell) {
      List<@Nullable String> texts = new ArrayList<>(columns.size());
      for (CellColumn column : columns) {
        Object value = column.value(cell);
        texts.add(value == null ? null : value.toString());
      }
      return texts;
    }
  }

  /** The skylines of the cells of a part. */
  private final class Skylines implements CellScan.Sink {

    private final List<CellLimit> limits;
    private final List<CellColumn> limitColumns;
    private final List<CellColumn> measures;
    private final double[] values;
    private final double[] point = new double[CandidatePoint.OBJECTIVES];
    private final Keys keys = new Keys();
    private final Map<Key, Skyline> byKey = new LinkedHashMap<>();

    Skylines(List<CellLimit> limits, List<CellColumn> measures) {
      this.limits = limits;
      this.limitColumns = limits.stream().map(CellLimit::cellColumn).toList();
      this.measures = measures;
      this.values = new double[measures.size()];
    }

    @Override
    public void take(CellResult cell, Axis<?> changed) {
      Key key = keys.of(cell, changed);
      if (key == null || cell.status().reach().compareTo(Availability.PRICE) < 0) {
        return;
      }
      double ofTurns = 0;
      for (int i = 0; i < limits.size(); i++) {
        CellLimit limit = limits.get(i);
        double value = limit.scope().value(limitColumns.get(i), cell);
        if (!limit.isKept(value)) {
          return;
        }
        ofTurns = limit.column().equals(CellLimit.OF_TURNS) ? value : ofTurns;
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = measures.get(i).number(cell);
        if (Double.isNaN(values[i])) {
          return;
        }
      }
      values[CandidatePoint.PLACE_OF_TTFT] =
          Math.max(values[CandidatePoint.PLACE_OF_TTFT], ofTurns);
      CandidatePoint.OF_MEASURES.make(values, point);
      byKey
          .computeIfAbsent(key, any -> Skyline.ofLayers(point.length, Ties.COLLAPSE, 1))
          .offer(point, (long) CellColumns.CELL.number(cell));
    }
  }

  /** The tallies of the cells of a part. */
  private final class Tallies implements CellScan.Sink {

    private final List<StandingTally.Rule> rules;
    private final Keys keys = new Keys();
    private final Map<Key, List<StandingTally>> byKey = new LinkedHashMap<>();

    Tallies(List<StandingTally.Rule> rules) {
      this.rules = rules;
    }

    @Override
    public void take(CellResult cell, Axis<?> changed) {
      Key key = keys.of(cell, changed);
      if (key != null) {
        byKey
            .computeIfAbsent(key, any -> rules.stream().map(StandingTally::new).toList())
            .forEach(tally -> tally.add(cell));
      }
    }
  }
}
