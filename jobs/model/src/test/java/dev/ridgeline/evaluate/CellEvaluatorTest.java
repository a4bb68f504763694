package dev.ridgeline.evaluate;

import static dev.ridgeline.testing.WorkflowBuilder.aWorkflow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.SubAgents;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.sweep.Sweep;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The evaluator keeps what outer axes decide, and must never keep too much. */
class CellEvaluatorTest {

  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));
  private static final DesignSpace SPACE =
      Sweep.read(Path.of("../../sweep-configs/quickstart.yaml"), CATALOGS).space();

  /** Tasks of agents, two of as many turns, on pools that share their sides and their tiers. */
  private static final String AGENTS =
      """
      name: agents
      axes:
        models: [llama-3.1-70b, deepseek-v3]
        quantizations: [fp8]
        hardware:
          - colocated: [h200-sxm, b200]
            tier: [none, host-ddr5]
          - prefill: [b200]
            decode: [h200-sxm, b200]
            link: [ib-ndr-400, ib-xdr-800]
            tier: [none, host-ddr5]
        parallelism: [{tp: 8}, {tp: 1, ep: 8}]
        workflows: [coding-sessions, computer-use, by-hand]
        contextTokens: [mean]
        batch: [8, 64, 256]
        kvPolicies: [%s]
        sessions: [%s]
        tariffs: [on-demand, owner]
      """;

  private static final String ALL_POLICIES = "hold, offload, recompute, lru, best";

  private static DesignSpace agents(String policies, String sessions) {
    Workflow forking =
        aWorkflow()
            .turns(6)
            .firstPromptTokens(8000)
            .appendedTokens(1000)
            .outputTokens(300)
            .toolWaitSeconds(5)
            .subAgents(new SubAgents(4, 3, 2, 600, 200))
            .build();
    Catalogs catalogs = CATALOGS.with(CatalogKind.WORKFLOWS, List.of(forking));
    return Sweep.parse("agents.yaml", AGENTS.formatted(policies, sessions), catalogs).space();
  }

  static LongStream cells() {
    return new SplittableRandom(20260122001L).longs(200, 0, SPACE.grid().cells());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aCellIsTheSameAloneAndInTheWalkThatLeadsToIt(long cell) {
    List<String> alone = row(new CellEvaluator(SPACE).evaluate(cell));
    CellEvaluator walking = new CellEvaluator(SPACE);
    GridSlice slice = GridSlice.all(SPACE.grid());
    long first = Math.max(0, cell - 40);
    GridSlice.Cursor cursor = slice.cursor(first);
    CellResult result = null;
    for (long at = first; at <= cell; at++) {
      result = walking.evaluate(cursor, cursor.next());
    }
    assertThat(row(result)).isEqualTo(alone);
  }

  @Test
  void aSliceThatSkipsValuesGivesTheSameCells() {
    GridSlice slice =
        GridSlice.all(SPACE.grid())
            .where(Axis.HARDWARE, position -> position % 5 == 2)
            .where(Axis.BATCH, position -> position % 3 == 0)
            .where(Axis.TARIFF, position -> position == 1);
    CellEvaluator walking = new CellEvaluator(SPACE);
    CellEvaluator jumping = new CellEvaluator(SPACE);
    GridSlice.Cursor cursor = slice.cursor(0);
    for (long i = 0; i < slice.cells(); i++) {
      List<String> walked = row(walking.evaluate(cursor, cursor.next()));
      assertThat(walked).isEqualTo(row(jumping.evaluate(cursor.cell())));
    }
  }

  @Test
  void whatACellIsCanBeReadWithoutEvaluatingIt() {
    CellEvaluator evaluator = new CellEvaluator(SPACE);
    List<CellColumn> identity = CellColumns.ALL.stream().filter(CellColumn::isIdentity).toList();
    cells()
        .forEach(
            cell -> {
              List<String> evaluated = row(evaluator.evaluate(cell), identity);
              assertThat(row(new CellEvaluator(SPACE).identify(cell), identity))
                  .isEqualTo(evaluated);
            });
  }

  @Test
  void agentsAreTheSameAloneAndAfterAnyOthers() {
    DesignSpace agents = agents(ALL_POLICIES, "batch, 100");
    long cells = agents.grid().cells();
    Map<Long, List<String>> alone = new TreeMap<>();
    CellEvaluator jumping = new CellEvaluator(agents);
    new SplittableRandom(20261128L)
        .longs(300, 0, cells)
        .forEach(
            cell -> {
              alone.put(cell, row(new CellEvaluator(agents).evaluate(cell)));
              assertThat(row(jumping.evaluate(cell))).isEqualTo(alone.get(cell));
            });
    CellEvaluator walking = new CellEvaluator(agents);
    GridSlice.Cursor cursor = GridSlice.all(agents.grid()).cursor(0);
    for (long cell = 0; cell < cells; cell++) {
      CellResult result = walking.evaluate(cursor, cursor.next());
      if (alone.containsKey(cell)) {
        assertThat(row(result)).isEqualTo(alone.get(cell));
      }
    }
  }

  @Test
  void theBestPolicyIsTheSameWhereNobodyAsksForTheOthers() {
    DesignSpace best = agents("best", "batch");
    DesignSpace all = agents(ALL_POLICIES, "batch");
    List<CellColumn> computed =
        CellColumns.ALL.stream().filter(column -> !column.isIdentity()).toList();
    CellEvaluator ofBest = new CellEvaluator(best);
    CellEvaluator ofAll = new CellEvaluator(all);
    Set<KvPolicy> chosen = EnumSet.noneOf(KvPolicy.class);
    for (long cell = 0; cell < best.grid().cells(); cell++) {
      int[] positions = best.grid().positions(cell);
      positions[Axis.KV_POLICY.order()] = all.kvPolicies().indexOf(KvPolicy.BEST);
      List<String> among = row(ofAll.evaluate(all.grid().cell(positions)), computed);
      CellResult result = ofBest.evaluate(cell);
      assertThat(row(result, computed)).isEqualTo(among);
      if (result.has(Availability.SERVING)) {
        chosen.add(result.task().policy());
      }
    }
    assertThat(chosen).hasSizeGreaterThanOrEqualTo(2);
  }

  private static List<String> row(CellResult result) {
    return row(result, CellColumns.ALL);
  }

  private static List<String> row(CellResult result, List<CellColumn> columns) {
    return columns.stream().map(column -> String.valueOf(column.value(result))).toList();
  }
}
