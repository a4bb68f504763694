package dev.ridgeline.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Skylines of undominated sides are those of all cells, point by point and cell by cell. */
class UndominatedSidesTest {

  private static final int SWEEPS = 10;
  private static final int JUDGED = 4;
  private static final List<String> COST_AND_LATENCY =
      List.of("dollars_per_request", "ttft_s", "tpot_s");
  private static final List<String> WORKLOAD = List.of("model", "workflow", "context", "tariff");
  private static final Reduction.Kept ONE = new Reduction.Kept(Ties.COLLAPSE, 0, 1);
  private static final Reduction.Kept TIED = new Reduction.Kept(Ties.KEEP, 0, 1);

  private static Reduction reduction(
      List<String> objectives, List<String> groups, List<Limit> limits, Reduction.Kept kept) {
    return reduction(objectives, groups, limits, kept, Set.of(Status.OK));
  }

  private static Reduction reduction(
      List<String> objectives,
      List<String> groups,
      List<Limit> limits,
      Reduction.Kept kept,
      Set<Status> statuses) {
    return new Reduction(
        groups,
        objectives.stream().map(name -> new Reduction.Measure(name, false)).toList(),
        new Points.OfMeasures(objectives.size()),
        statuses,
        limits,
        kept);
  }

  static Stream<Reduction> reductions() {
    List<Limit> limits =
        List.of(
            new Limit("ttft_s", Limit.Kind.AT_MOST, 2),
            new Limit("tpot_s", Limit.Kind.BELOW, 0.03));
    return Stream.of(
        reduction(COST_AND_LATENCY, WORKLOAD, List.of(), ONE),
        reduction(COST_AND_LATENCY, WORKLOAD, List.of(), TIED),
        reduction(COST_AND_LATENCY, WORKLOAD, limits, ONE),
        reduction(COST_AND_LATENCY, WORKLOAD, List.of(), new Reduction.Kept(Ties.COLLAPSE, 0.1, 1)),
        reduction(
            List.of("dollars_per_request", "request_latency_s"),
            List.of("prefill", "decode", "prefill_tp", "batch"),
            List.of(),
            TIED),
        reduction(List.of("dollars_per_request"), List.of("link", "kv_policy"), limits, ONE),
        reduction(
            List.of("ttft_s", "tpot_s"), List.of(), List.of(), TIED, EnumSet.allOf(Status.class)),
        reduction(
            List.of("tpot_s"),
            List.of("arrival_variation", "fleet", "sessions", "engine"),
            List.of(new Limit("dollars_per_request", Limit.Kind.BELOW, 0.002)),
            ONE),
        ofPools(List.of(new Limit("ttft_s", Limit.Kind.AT_MOST, 30))));
  }

  /** The request of choices: a skyline of the dollars of each pool and of latencies, by mix. */
  private static Reduction ofPools(List<Limit> limits) {
    return new Reduction(
        List.of("model", "workflow", "prefill", "decode", "ffn", "link", "tier"),
        Stream.of(
                "dollars_per_million_input_tokens",
                "new_tokens",
                "dollars_per_million_output_tokens",
                "output_tokens",
                "decode_price_elasticity",
                "ffn_price_elasticity",
                "ttft_s",
                "tpot_s")
            .map(name -> new Reduction.Measure(name, false))
            .toList(),
        new Points.OfPools(),
        Set.of(Status.OK, Status.FLEET_TOO_SMALL),
        limits,
        ONE);
  }

  /** Requests about quantities that are not monotone in sides, so that every cell is evaluated. */
  static Stream<Reduction> undeclared() {
    return Stream.of(
        reduction(
            List.of("dollars_per_task", "task_latency_s"),
            List.of("workflow", "kv_policy", "sessions"),
            List.of(),
            ONE),
        reduction(List.of("turn_ttft_s", "dollars_per_request"), WORKLOAD, List.of(), TIED),
        reduction(
            List.of("fleet_dollars_per_hour", "fleet_watts"),
            List.of("fleet", "engine"),
            List.of(new Limit("agents_per_accelerator", Limit.Kind.AT_LEAST, 1)),
            ONE),
        reduction(List.of("ttft_p90_s", "tpot_s"), List.of("workflow"), List.of(), ONE));
  }

  private static Map<String, List<String>> run(
      DesignSpace space, GridSlice slice, Reduction reduction, Reducer.Joining joining, int parts) {
    Map<List<@Nullable String>, Skyline> merged = new HashMap<>();
    long[] bounds =
        Reducer.of(space, slice, reduction, joining)
            .cut((int) Math.min(parts, Reducer.of(space, slice, reduction, joining).units()));
    for (int part = 0; part + 1 < bounds.length; part++) {
      Reducer reducer = Reducer.of(space, slice, reduction, joining);
      reducer.reduce(bounds[part], bounds[part + 1]);
      reducer
          .skylines()
          .forEach(
              (group, skyline) ->
                  merged.merge(
                      group,
                      skyline,
                      (one, other) -> {
                        one.merge(other);
                        return one;
                      }));
    }
    return written(merged);
  }

  private static Map<String, List<String>> written(Map<List<@Nullable String>, Skyline> skylines) {
    Map<String, List<String>> written = new TreeMap<>();
    skylines.forEach(
        (group, skyline) -> {
          skyline.sort();
          written.put(
              group.toString(),
              IntStream.range(0, skyline.size())
                  .mapToObj(
                      place -> skyline.id(place) + " " + Arrays.toString(skyline.point(place)))
                  .toList());
        });
    return written;
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void findTheSkylinesOfAllCells(Reduction reduction) {
    long joined = 0;
    long cells = 0;
    for (long seed = 0; seed < SWEEPS; seed++) {
      DesignSpace space = RandomSweeps.sweep(seed).space();
      GridSlice slice = GridSlice.all(space.grid());
      Map<String, List<String>> all = run(space, slice, reduction, Reducer.Joining.ALL, 1);
      assertThat(run(space, slice, reduction, Reducer.Joining.UNDOMINATED, 3))
          .as("sweep %d", seed)
          .isEqualTo(all);
      if (Reducer.joinsSides(space, slice, reduction, Reducer.Joining.UNDOMINATED)) {
        Reducer reducer = Reducer.of(space, slice, reduction, Reducer.Joining.UNDOMINATED);
        reducer.reduce(0, reducer.units());
        joined += reducer.evaluated();
        Reducer every = Reducer.of(space, slice, reduction, Reducer.Joining.ALL);
        every.reduce(0, every.units());
        cells += every.evaluated();
      }
    }
    assertThat(cells).as("cells of sweeps for which the rule holds").isGreaterThan(3_000);
    assertThat(joined).as("cells joined or evaluated").isLessThan(cells * 3 / 5);
  }

  /** Sides of several products meet in one block, where these share a deployment and a link. */
  @ParameterizedTest
  @MethodSource("reductions")
  void findTheSkylinesOfProducts(Reduction reduction) {
    for (long seed = 0; seed < SWEEPS; seed++) {
      DesignSpace space = RandomSweeps.ofProducts(seed).space();
      GridSlice whole = GridSlice.all(space.grid());
      GridSlice filtered = whole.where(Axis.HARDWARE, position -> position % 4 != 1);
      for (GridSlice slice : List.of(whole, filtered)) {
        assertThat(run(space, slice, reduction, Reducer.Joining.UNDOMINATED, 2))
            .as("sweep %d, %d mixes", seed, slice.size(Axis.HARDWARE))
            .isEqualTo(run(space, slice, reduction, Reducer.Joining.ALL, 1));
      }
    }
  }

  /** The judge of both ways: every cell is evaluated on its own, and read as a table reads it. */
  @Test
  void areThoseOfCellsThatAreReadOneByOne() {
    List<Reduction> all = Stream.concat(reductions(), undeclared()).toList();
    for (long seed = 0; seed < JUDGED; seed++) {
      DesignSpace space = RandomSweeps.sweep(seed).space();
      CellEvaluator evaluator = new CellEvaluator(space);
      List<Map<List<@Nullable String>, Skyline>> naive = new ArrayList<>();
      all.forEach(any -> naive.add(new HashMap<>()));
      for (long cell = 0; cell < space.grid().cells(); cell++) {
        CellResult result = evaluator.evaluate(cell);
        for (int i = 0; i < naive.size(); i++) {
          offer(result, cell, all.get(i), naive.get(i));
        }
      }
      for (int i = 0; i < naive.size(); i++) {
        Reduction reduction = all.get(i);
        assertThat(
                run(space, GridSlice.all(space.grid()), reduction, Reducer.Joining.UNDOMINATED, 1))
            .as("sweep %d, %s", seed, reduction)
            .isEqualTo(written(naive.get(i)));
      }
    }
  }

  private static void offer(
      CellResult result,
      long cell,
      Reduction reduction,
      Map<List<@Nullable String>, Skyline> skylines) {
    double[] measures =
        reduction.measures().stream().mapToDouble(one -> one.cellColumn().number(result)).toArray();
    boolean isAllowed =
        reduction.statuses().contains(result.status())
            && areNumbers(measures)
            && reduction.limits().stream()
                .allMatch(limit -> limit.allows(limit.cellColumn().number(result)));
    if (isAllowed) {
      List<@Nullable String> group = new ArrayList<>();
      for (String name : reduction.groups()) {
        Object value = CellColumns.named(name).value(result);
        group.add(value == null ? null : value.toString());
      }
      double[] point = new double[reduction.objectives()];
      reduction.points().make(measures, point);
      skylines.computeIfAbsent(group, absent -> reduction.skyline()).offer(point, cell);
    }
  }

  private static boolean areNumbers(double[] values) {
    return Arrays.stream(values).noneMatch(Double::isNaN);
  }

  @Test
  void aSliceOfAGridIsReducedWithoutTheRest() {
    Reduction reduction = reduction(COST_AND_LATENCY, WORKLOAD, List.of(), ONE);
    for (long seed = 0; seed < 12; seed++) {
      DesignSpace space = RandomSweeps.sweep(seed).space();
      GridSlice slice =
          GridSlice.all(space.grid())
              .where(Axis.HARDWARE, position -> position % 3 != 1)
              .where(Axis.PARALLELISM, position -> position % 4 != 2)
              .where(Axis.BATCH, position -> position != 1);
      assertThat(run(space, slice, reduction, Reducer.Joining.UNDOMINATED, 2))
          .as("sweep %d", seed)
          .isEqualTo(run(space, slice, reduction, Reducer.Joining.ALL, 3));
    }
  }

  /** What the proof does not name evaluates every cell. */
  @Test
  void onlyDeclaredRequestsAreJoined() {
    DesignSpace space = RandomSweeps.sweep(0).space();
    GridSlice slice = GridSlice.all(space.grid());
    Reduction declared = reduction(COST_AND_LATENCY, WORKLOAD, List.of(), ONE);
    assertThat(joins(space, slice, declared)).isTrue();
    for (CellColumn column : CellColumns.ALL) {
      if (column.isNumeric() && SideColumn.named(column.name()).isEmpty()) {
        assertThat(joins(space, slice, reduction(List.of(column.name()), WORKLOAD, List.of(), ONE)))
            .as(column.name())
            .isFalse();
      }
    }
    Limit lower = new Limit("tpot_s", Limit.Kind.ABOVE, 0.01);
    Limit undeclared = new Limit("ttft_p90_s", Limit.Kind.BELOW, 1);
    assertThat(joins(space, slice, reduction(COST_AND_LATENCY, WORKLOAD, List.of(lower), ONE)))
        .isFalse();
    assertThat(joins(space, slice, reduction(COST_AND_LATENCY, WORKLOAD, List.of(undeclared), ONE)))
        .isFalse();
    assertThat(
            joins(
                space,
                slice,
                reduction(
                    COST_AND_LATENCY, WORKLOAD, List.of(), new Reduction.Kept(Ties.KEEP, 0, 2))))
        .isFalse();
  }

  private static boolean joins(DesignSpace space, GridSlice slice, Reduction reduction) {
    return Reducer.joinsSides(space, slice, reduction, Reducer.Joining.UNDOMINATED);
  }

  /** A new axis must be looked at: does the proof hold for it, and do sides depend on it? */
  @Test
  void theProofNamesEveryAxis() {
    assertThat(SideRule.AXES).containsExactlyInAnyOrderElementsOf(Axis.ALL);
  }
}
