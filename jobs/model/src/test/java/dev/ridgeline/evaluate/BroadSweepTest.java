package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.Grid;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.sweep.Sweep;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What must hold in every cell of a sweep over all deployments, policies, prices and fleets. */
class BroadSweepTest {

  private static final double SLACK = 1 + 1e-9;
  private static final DesignSpace SPACE =
      Sweep.read(
              Path.of("src/test/resources/sweeps/broad.yaml"),
              Catalogs.read(Path.of("../../catalogs")))
          .space();

  private static void forEachCell(Consumer<CellResult> check) {
    CellEvaluator evaluator = new CellEvaluator(SPACE);
    GridSlice slice = GridSlice.all(SPACE.grid());
    GridSlice.Cursor cursor = slice.cursor(0);
    for (long cell = 0; cell < slice.cells(); cell++) {
      check.accept(evaluator.evaluate(cursor, cursor.next()));
    }
  }

  private static double value(CellResult cell, CellColumn column) {
    return ((Reader.Real<CellResult>) column.reader()).read().applyAsDouble(cell);
  }

  @Test
  void everyMeasureIsAFiniteNumberOfAtLeastZero() {
    Set<CellColumn> signed =
        Set.of(
            CellColumns.named("compute_elasticity"),
            CellColumns.named("bandwidth_elasticity"),
            CellColumns.named("link_elasticity"),
            CellColumns.named("capacity_elasticity"));
    Set<Status> seen = EnumSet.noneOf(Status.class);
    forEachCell(
        cell -> {
          seen.add(cell.status());
          for (CellColumn column : CellColumns.ALL) {
            if (column.reader() instanceof Reader.Real && column.value(cell) != null) {
              double value = value(cell, column);
              if (!(Double.isFinite(value) && (value >= 0 || signed.contains(column)))) {
                throw new AssertionError(column.name() + " is " + value + " in cell " + cell.cell);
              }
            }
          }
        });
    assertThat(seen)
        .contains(
            Status.OK,
            Status.FLEET_TOO_SMALL,
            Status.DOES_NOT_FIT,
            Status.INVALID_PARALLELISM,
            Status.INVALID_POLICY);
  }

  @Test
  void sharesOfTimeAreAWhole() {
    forEachCell(
        cell -> {
          if (cell.has(Availability.SERVING)) {
            TimeShares shares = cell.shares();
            double sum =
                shares.compute()
                    + shares.bandwidth()
                    + shares.link()
                    + shares.overhead()
                    + shares.waiting();
            assertThat(sum).isCloseTo(1, within(1e-9));
          }
        });
  }

  @Test
  void betterHardwareNeverMakesRequestsDearer() {
    forEachCell(
        cell -> {
          if (cell.has(Availability.PRICE)) {
            Elasticities elasticities = cell.elasticities;
            assertThat(elasticities.compute()).isLessThanOrEqualTo(1e-9);
            assertThat(elasticities.bandwidth()).isLessThanOrEqualTo(1e-9);
            assertThat(elasticities.link()).isLessThanOrEqualTo(1e-9);
            double sum = elasticities.compute() + elasticities.bandwidth() + elasticities.link();
            assertThat(sum).isGreaterThanOrEqualTo(-1.0);
          }
        });
  }

  /**
   * On the roofline there is nothing but compute, bandwidth and links, so they are all there is.
   */
  @Test
  void onTheRooflineElasticitiesAddUpToOne() {
    forEachCell(
        cell -> {
          boolean roofline = SPACE.efficiencies().indexOf(cell.efficiency) == 1;
          boolean onePool = cell.mix.link().isEmpty() && cell.parallelism.decode().pp() == 1;
          if (roofline && onePool && cell.has(Availability.PRICE)) {
            Elasticities elasticities = cell.elasticities;
            assertThat(elasticities.compute() + elasticities.bandwidth() + elasticities.link())
                .isCloseTo(-1 / 1.01, within(0.003));
          }
        });
  }

  @Test
  void theBestPolicyIsTheCheapestOfTheOthers() {
    Grid grid = SPACE.grid();
    CellEvaluator evaluator = new CellEvaluator(SPACE);
    int best = SPACE.kvPolicies().indexOf(KvPolicy.BEST);
    GridSlice slice =
        GridSlice.all(grid)
            .where(Axis.KV_POLICY, position -> position == best)
            .where(Axis.FLEET, position -> position == 0)
            .where(Axis.EFFICIENCY, position -> position == 0);
    GridSlice.Cursor cursor = slice.cursor(0);
    Set<KvPolicy> chosen = EnumSet.noneOf(KvPolicy.class);
    for (long i = 0; i < slice.cells(); i++) {
      cursor.next();
      CellResult cell = evaluator.evaluate(cursor.cell());
      if (!cell.has(Availability.PRICE)) {
        continue;
      }
      double dollars = cell.economics().dollarsPerTask(cell.task());
      KvPolicy policy = cell.task().policy();
      chosen.add(policy);
      int[] positions = grid.positions(cursor.cell());
      for (int other = 0; other < best; other++) {
        positions[Axis.KV_POLICY.order()] = other;
        CellResult alternative = evaluator.evaluate(grid.cell(positions));
        if (alternative.has(Availability.PRICE)) {
          double price = alternative.economics().dollarsPerTask(alternative.task());
          assertThat(dollars).isLessThanOrEqualTo(price * SLACK);
          if (alternative.task().policy() == policy) {
            assertThat(dollars).isEqualTo(price);
          }
        }
      }
    }
    assertThat(chosen).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aFleetServesItsDemandOrStaysInItsBudget() {
    forEachCell(
        cell -> {
          if (!cell.has(Availability.FLEET)) {
            return;
          }
          switch (cell.fleet) {
            case "limit" ->
                assertThat(cell.fleetPlan().dollarsPerRequest())
                    .isCloseTo(
                        cell.economics().dollarsPerRequest(), Percentage.withPercentage(1e-9));
            case "requestsPerSecond=3" ->
                assertThat(cell.fleetPlan().requestsPerSecond()).isEqualTo(3);
            case "users=500" -> {
              double cycle =
                  value(cell, CellColumns.named("request_latency_s"))
                      + cell.workflow.pauseSeconds();
              assertThat(cell.fleetPlan().requestsPerSecond() * cycle)
                  .isCloseTo(500, Percentage.withPercentage(1e-9));
            }
            case "sessions=500" -> {
              double tasksPerSecond = cell.fleetPlan().requestsPerSecond() / cell.workflow.turns();
              assertThat(tasksPerSecond * cell.task.latencySeconds())
                  .isCloseTo(500, Percentage.withPercentage(1e-9));
              assertThat(tasksPerSecond)
                  .isLessThanOrEqualTo(
                      cell.fleetPlan().decodeReplicas() * cell.task.tasksPerSecond() * SLACK);
            }
            case "dollarsPerHour=100" ->
                assertThat(cell.fleetPlan().dollarsPerHour()).isLessThanOrEqualTo(100);
            default -> assertThat(cell.fleetPlan().watts()).isLessThanOrEqualTo(100_000);
          }
          if (cell.fleet.startsWith("sessions")) {
            return; // Its requests are those of whole tasks, not those that the cell stands for.
          }
          // Whole replicas are never cheaper than fractions of them.
          assertThat(cell.fleetPlan().dollarsPerRequest() * SLACK)
              .isGreaterThanOrEqualTo(cell.economics().dollarsPerRequest());
        });
  }

  /** Reading fewer columns must not change those that are read. */
  @Test
  void aShallowEvaluationAgreesWithADeepOne() {
    CellEvaluator deep = new CellEvaluator(SPACE);
    CellEvaluator shallow = new CellEvaluator(SPACE, EnumSet.of(Depth.PLAN));
    for (long cell = 0; cell < SPACE.grid().cells(); cell += 97) {
      CellResult all = deep.evaluate(cell);
      CellResult some = shallow.evaluate(cell);
      assertThat(some.status()).isEqualTo(all.status());
      for (CellColumn column : CellColumns.ALL) {
        if (column.depth() == Depth.PLAN
            && column.reader() instanceof Reader.Real
            && column.value(all) != null) {
          assertThat(value(some, column)).as(column.name()).isEqualTo(value(all, column));
        }
      }
    }
  }

  @Test
  void everyDeploymentCanBeExplained() {
    Set<String> explained = new HashSet<>();
    CellEvaluator evaluator = new CellEvaluator(SPACE);
    for (long cell = 0; cell < SPACE.grid().cells(); cell += 61) {
      CellResult result = evaluator.evaluate(cell);
      String kind = result.mix().deployment() + " " + result.status();
      if (explained.add(kind)) {
        String text = Explanation.of(SPACE, cell);
        assertThat(text).contains(result.status().name());
        if (result.has(Availability.STEP)) {
          assertThat(text).contains("Prefill step on", "Decode step, total");
        }
        if (result.has(Availability.STEP) && result.mix().feedForward().isPresent()) {
          assertThat(text).contains("feed-forward side", "exchange between the sides");
        }
      }
    }
    assertThat(explained).hasSizeGreaterThan(6);
  }
}
