package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Entry;
import dev.ridgeline.config.RandomRecords;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Limits;
import dev.ridgeline.units.Plausible;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The law of finite results: whatever legal numbers catalogs and sweeps have, no column of any cell
 * is infinite or not a number, and none but an elasticity or a margin is negative.
 */
class FiniteCellsTest {

  private static final Catalogs OURS = Catalogs.read(Path.of("../../catalogs"));
  private static final int SPACES = 80;
  private static final double[] SHARES = {0.02, 0.1, 0.4, 1};
  private static final Set<String> SIGNED =
      Set.of(
          "compute_elasticity",
          "bandwidth_elasticity",
          "link_elasticity",
          "capacity_elasticity",
          "margin_dollars_per_request",
          "margin_dollars_per_task",
          "margin_dollars_per_gigawatt_year");

  /** Draws catalogs and a sweep over them. */
  private static final class Drawing {

    private final SplittableRandom random;
    private final RandomRecords records;
    private final double share;
    private Catalogs catalogs = OURS;

    Drawing(long seed) {
      this.random = new SplittableRandom(seed);
      this.records = new RandomRecords(random);
      this.share = SHARES[random.nextInt(SHARES.length)];
    }

    private <E> E pick(List<E> all) {
      return all.get(random.nextInt(all.size()));
    }

    private <E extends Entry> String draw(CatalogKind<E> kind, String id) {
      Catalog<E> all = OURS.of(kind);
      E like = pick(List.copyOf(all.entries()));
      catalogs = catalogs.with(kind, List.of(records.like(like, kind.type(), id, share)));
      return id;
    }

    /** A seller of the tokens of a model. */
    private String seller(String model) {
      draw(CatalogKind.TOKEN_PRICES, model);
      return catalogs.tokenPrices().find(model).orElseThrow().sellers().keySet().iterator().next();
    }

    /** An accelerator with prices and efficiencies of its own. */
    private String device(String id) {
      draw(CatalogKind.ACCELERATORS, id);
      draw(CatalogKind.PRICES, id);
      return draw(CatalogKind.EFFICIENCIES, id);
    }

    private int whole(Dimension dimension) {
      return (int) records.number(dimension.range(), true);
    }

    private String number(Dimension dimension) {
      return Double.toString(random.nextBoolean() ? middle(dimension) : records.number(dimension));
    }

    /** A file may not hold values that such a thing never has. */
    private String number(Plausible thing) {
      return Double.toString(records.number(thing.range(), false));
    }

    private static double middle(Dimension dimension) {
      return Math.max(dimension.range().least(), Math.min(dimension.range().most(), 10));
    }

    private int ways() {
      return random.nextBoolean() ? 1 << random.nextInt(4) : whole(Dimension.WAYS);
    }

    DesignSpace space() {
      String one = device("one");
      String two = device("two");
      int batch = whole(Dimension.SEQUENCES);
      String text =
          """
          name: drawn
          axes:
            models: [%s]
            quantizations: [%s]
            hardware:
              - {colocated: [%s], tier: [none, %s]}
              - {prefill: [%s], decode: [%s], link: [%s], tier: [none, %s]}
              - {prefill: [%s], attention: [%s], ffn: [%s], link: [%s]}
            parallelism:
              - {tp: %d}
              - {prefill: {tp: 1, pp: 2}, decode: {tp: 1, ep: 4}, ffn: {tp: 2}}
              - {tp: 1}
            efficiency: [calibrated, ideal]
            workflows: [%s]
            contextTokens: [mean, peak, %d]
            batch: [1, %s%d]
            kvPolicies: [hold, recompute, offload, best]
            tariffs: [on-demand, {label: idle, of: owner, utilization: %s}]
            tokenPrices: [%s]
            ownership: [{label: mine, years: %s, dollarsPerKilowattHour: %s, utilization: %s}]
            fleets:
              - {limit: true}
              - {requestsPerSecond: %s}
              - {accelerators: %s}
              - {dollarsPerHour: %s}
              - {watts: %s}
          settings: {contextBeyondModel: allow, usableMemoryFraction: %s, prefillTokenBudget: %d, microBatches: %d, powerUsageEffectiveness: %s}
          """
              .formatted(
                  draw(CatalogKind.MODELS, "drawn"),
                  draw(CatalogKind.QUANTIZATIONS, "drawn"),
                  one,
                  draw(CatalogKind.MEMORY_TIERS, "drawn"),
                  one,
                  two,
                  draw(CatalogKind.LINKS, "drawn"),
                  "drawn",
                  two,
                  one,
                  two,
                  "drawn",
                  ways() == 1 ? 2 : 8,
                  draw(CatalogKind.WORKFLOWS, "drawn"),
                  whole(Dimension.TOKENS),
                  batch == 1 || batch == 8 ? "" : "8, ",
                  batch == 1 ? 8 : batch,
                  number(Dimension.SHARE),
                  seller("drawn"),
                  number(Plausible.LIFE),
                  number(Plausible.ELECTRICITY_PRICE),
                  number(Dimension.SHARE),
                  number(Dimension.REQUESTS_PER_SECOND),
                  number(Dimension.ACCELERATORS),
                  number(Plausible.FLEET_PRICE),
                  number(Plausible.FLEET_POWER),
                  number(Dimension.SHARE),
                  whole(Dimension.TOKENS),
                  whole(Dimension.MICRO_BATCHES),
                  number(Dimension.EFFECTIVENESS));
      return Sweep.parse("drawn.yaml", text, catalogs).space();
    }
  }

  @Test
  void everyColumnOfEveryLegalCellIsFinite() {
    Map<Status, Integer> seen = new EnumMap<>(Status.class);
    Map<String, String> illegal = new TreeMap<>();
    for (int seed = 0; seed < SPACES; seed++) {
      DesignSpace space = new Drawing(seed).space();
      CellEvaluator evaluator = new CellEvaluator(space);
      GridSlice slice = GridSlice.all(space.grid());
      GridSlice.Cursor cursor = slice.cursor(0);
      for (long cell = 0; cell < slice.cells(); cell++) {
        CellResult result = evaluator.evaluate(cursor, cursor.next());
        seen.merge(result.status(), 1, Integer::sum);
        collectIllegal(seed, result, illegal);
      }
    }
    assertThat(illegal).isEmpty();
    assertThat(seen)
        .containsKeys(
            Status.OK,
            Status.FLEET_TOO_SMALL,
            Status.NO_PRICE,
            Status.DOES_NOT_FIT,
            Status.INVALID_PARALLELISM,
            Status.INVALID_POLICY);
  }

  /** Should a result overflow nevertheless, the cell is named and nothing of it is published. */
  @Test
  void aResultThatIsNotFiniteIsAnErrorThatNamesTheCell() {
    DesignSpace sane = Sweep.read(Path.of("../../sweep-configs/quickstart.yaml"), OURS).space();
    Fleet endless = new Fleet(Fleet.Bound.REQUESTS_PER_SECOND, 1e308);
    DesignSpace space =
        new DesignSpace(
            sane.axes().with(Axis.FLEET, List.of(endless)),
            sane.settings(),
            sane.overrides(),
            sane.longContexts(),
            sane.profiles(),
            sane.engines(),
            sane.prices(),
            sane.drafters(),
            sane.measurements());
    CellEvaluator evaluator = new CellEvaluator(space);
    assertThatThrownBy(
            () -> {
              for (long cell = 0; cell < space.grid().cells(); cell++) {
                CellResult result = evaluator.evaluate(cell);
                CellColumns.ALL.forEach(column -> column.value(result));
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching("cell \\d+ has a fleet that is not finite");
  }

  /** Keeps the first illegal value of each column. */
  private static void collectIllegal(int seed, CellResult cell, Map<String, String> illegal) {
    for (CellColumn column : CellColumns.ALL) {
      Object value = column.value(cell);
      boolean legal =
          value instanceof Double number
              ? Double.isFinite(number) && (number >= 0 || SIGNED.contains(column.name()))
              : !(value instanceof Long whole) || (whole >= 0 && whole <= Limits.MOST_TOKENS);
      if (!legal) {
        String place = "seed %d, cell %d, %s".formatted(seed, cell.cell, cell.status());
        illegal.putIfAbsent(column.name(), value + " in " + place);
      }
    }
  }
}
