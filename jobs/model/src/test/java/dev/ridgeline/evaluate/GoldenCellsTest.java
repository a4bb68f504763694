package dev.ridgeline.evaluate;

import static dev.ridgeline.testing.OwnershipBuilder.anOwner;
import static dev.ridgeline.testing.ShardingBuilder.tp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.catalog.LinkEfficiency;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.Tariff;
import dev.ridgeline.deployment.EngineOverrides;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.Formats;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Load;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.PromptsPerStep;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.operator.AllToAll;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.space.Arrivals;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.AxisValues;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.EfficiencyMode;
import dev.ridgeline.space.EngineChoice;
import dev.ridgeline.space.LongContextPolicy;
import dev.ridgeline.space.Seller;
import dev.ridgeline.space.Sessions;
import dev.ridgeline.space.Speculation;
import dev.ridgeline.testing.Plans;
import dev.ridgeline.workload.ContextPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cells computed from the same equations by a second implementation, in another language. It has
 * one efficiency of collectives for groups of all sizes.
 */
class GoldenCellsTest {

  /** The entries of that day: class defaults have changed since, the equations have not. */
  private static final Catalogs CATALOGS =
      new CatalogDirectories(
              Path.of("../../catalogs"), List.of(Path.of("src/test/resources/golden/catalogs")))
          .read();

  private static final double TOLERANCE = 1e-9;

  /** What is left where a share of 1 is subtracted from 1. */
  private static final double TINY = 1e-12;

  /** An elasticity is the difference of two nearly equal prices, divided by 0.01. */
  private static final double ROUNDING_OF_QUOTIENTS = 1e-9;

  /** Statuses of cells that are predicted; the others are of throughputs that a sweep states. */
  private static final Status[] PREDICTED =
      Stream.of(Status.values())
          .filter(status -> status != Status.MEASURED && status != Status.NOT_MEASURED)
          .toArray(Status[]::new);

  static Stream<Map<String, String>> cells() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("src/test/resources/golden/cells.csv"));
    List<String> header = List.of(lines.get(1).split(","));
    return lines.subList(2, lines.size()).stream()
        .map(
            line -> {
              String[] fields = line.split(",", -1);
              Map<String, String> cell = new LinkedHashMap<>();
              for (int i = 0; i < fields.length; i++) {
                cell.put(header.get(i), fields[i]);
              }
              return cell;
            });
  }

  @Test
  void thereAreManyOfEveryKind() throws IOException {
    assertThat(cells()).hasSizeGreaterThanOrEqualTo(100);
    assertThat(cells().map(cell -> Status.valueOf(cell.get("status")))).contains(PREDICTED);
    assertThat(cells().map(cell -> cell.get("deployment")))
        .contains("colocated", "disaggregated", "attention-ffn");
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyColumnAgrees(Map<String, String> expected) {
    CellResult result = new CellEvaluator(space(expected)).evaluate(0);
    List<String> differences = new ArrayList<>();
    for (CellColumn column : CellColumns.ALL) {
      String wanted = expected.get(column.name());
      boolean left = wanted != null && wanted.isEmpty() && column.name().startsWith("fleet_");
      boolean known = wanted != null && !wanted.equals("?");
      if (known && !left && !agrees(column, wanted, result)) {
        differences.add(column.name() + ": " + value(column, result) + ", not " + wanted);
      }
    }
    assertThat(differences).isEmpty();
  }

  private static boolean agrees(CellColumn column, String wanted, CellResult result) {
    String actual = value(column, result);
    if (wanted.isEmpty() || column.reader() instanceof Reader.Text<CellResult>) {
      return actual.equals(wanted);
    }
    if (actual.isEmpty()) {
      return false;
    }
    double is = Double.parseDouble(actual);
    double should = Double.parseDouble(wanted);
    boolean elasticity = column.name().endsWith("_elasticity");
    return Math.abs(is - should)
        <= (elasticity ? ROUNDING_OF_QUOTIENTS : TOLERANCE * Math.abs(should) + TINY);
  }

  /** As in the file: empty for null. */
  private static String value(CellColumn column, CellResult result) {
    return Objects.toString(column.value(result), "");
  }

  private static DesignSpace space(Map<String, String> cell) {
    AxisValues axes =
        AxisValues.NONE
            .with(Axis.MODEL, List.of(CATALOGS.models().find(cell.get("model")).orElseThrow()))
            .with(
                Axis.QUANTIZATION,
                List.of(
                    new Formats(
                        CATALOGS.quantizations().find(cell.get("quantization")).orElseThrow())))
            .with(Axis.ENGINE, List.of(new EngineChoice(Plans.engine("ideal"))))
            .with(Axis.HARDWARE, List.of(mix(cell)))
            .with(
                Axis.PARALLELISM,
                List.of(
                    new Parallelism(
                        sharding(cell, "prefill"),
                        sharding(cell, "decode"),
                        sharding(cell, "ffn"))))
            .with(Axis.SPECULATION, List.of(speculation(cell.get("speculation"))))
            .with(Axis.PROMPTS_PER_STEP, List.of(prompts(cell.get("prompts_per_step"))))
            .with(Axis.EFFICIENCY, List.of(constant(EfficiencyMode.class, cell.get("efficiency"))))
            .with(
                Axis.WORKFLOW,
                List.of(CATALOGS.workflows().find(cell.get("workflow")).orElseThrow()))
            .with(Axis.CONTEXT, List.of(context(cell.get("context"))))
            .with(Axis.BATCH, List.of(Integer.parseInt(cell.get("batch"))))
            // The second implementation knows only prefill pools that are never idle.
            .with(Axis.PREFILL_UTILIZATION, List.of(Load.SATURATED))
            .with(Axis.KV_POLICY, List.of(constant(KvPolicy.class, cell.get("kv_policy"))))
            .with(Axis.SESSIONS, List.of(Sessions.OF_BATCH))
            .with(Axis.TARIFF, List.of(tariff(cell)))
            .with(Axis.FLEET, List.of(fleet(cell.get("fleet"))))
            .with(Axis.TOKEN_PRICES, List.of(Seller.NONE))
            .with(Axis.ARRIVAL_VARIATION, List.of(Arrivals.OF_WORKFLOW));
    return new DesignSpace(
        axes,
        settings(cell),
        overrides(cell),
        constant(LongContextPolicy.class, cell.get("context_beyond_model")),
        withoutGroups(CATALOGS.efficiencies().byId()),
        Map.of(),
        CATALOGS.prices().byId(),
        List.copyOf(CATALOGS.drafters().entries()),
        List.of());
  }

  private static EngineOverrides overrides(Map<String, String> cell) {
    return new EngineOverrides(
        number(cell, "usable_memory_fraction"),
        Integer.parseInt(cell.get("prefill_token_budget")),
        null);
  }

  private static Map<String, EfficiencyProfile> withoutGroups(
      Map<String, EfficiencyProfile> profiles) {
    return profiles.values().stream()
        .map(
            profile ->
                new EfficiencyProfile(
                    profile.id(),
                    profile.basis(),
                    profile.engine(),
                    profile.gemm(),
                    profile.experts(),
                    profile.prefillAttention(),
                    profile.decodeAttention(),
                    profile.prefillLatentAttention(),
                    profile.decodeLatentAttention(),
                    profile.fourBitWeights(),
                    new LinkEfficiency(
                        profile.scaleUp().bandwidth(),
                        profile.scaleUp().latencySeconds(),
                        Map.of(),
                        0),
                    profile.scaleOut(),
                    profile.sources()))
        .collect(Collectors.toMap(EfficiencyProfile::id, Function.identity()));
  }

  private static PromptsPerStep prompts(String written) {
    return written.equals("engine")
        ? PromptsPerStep.ENGINE
        : new PromptsPerStep(Integer.parseInt(written));
  }

  private static ServingSettings settings(Map<String, String> cell) {
    return new ServingSettings(
        number(cell, "usable_memory_fraction"),
        Integer.parseInt(cell.get("prefill_token_budget")),
        false,
        Integer.parseInt(cell.get("micro_batches")),
        number(cell, "power_usage_effectiveness"),
        0,
        false,
        10);
  }

  private static HardwareMix mix(Map<String, String> cell) {
    KvTier tier = CATALOGS.memoryTiers().find(cell.get("tier")).map(KvTier::of).orElse(KvTier.NONE);
    Accelerator prefill = CATALOGS.accelerators().find(cell.get("prefill")).orElseThrow();
    Accelerator decode = CATALOGS.accelerators().find(cell.get("decode")).orElseThrow();
    Optional<Accelerator> ffn = CATALOGS.accelerators().find(cell.get("ffn"));
    Optional<Link> link = CATALOGS.links().find(cell.get("link"));
    if (link.isEmpty()) {
      return new HardwareMix.Colocated(decode, tier);
    }
    return ffn.<HardwareMix>map(
            other -> new HardwareMix.AttentionFeedForward(prefill, decode, other, link.get(), tier))
        .orElseGet(() -> new HardwareMix.Disaggregated(prefill, decode, link.get(), tier));
  }

  /** The feed-forward side has no stages of its own: elsewhere it is the same as decode. */
  private static Sharding sharding(Map<String, String> cell, String pool) {
    String stages = pool.equals("ffn") && cell.get("ffn").isEmpty() ? "decode" : pool;
    return tp(Integer.parseInt(cell.get(pool + "_tp")))
        .ep(Integer.parseInt(cell.get(pool + "_ep")))
        .pp(Integer.parseInt(cell.getOrDefault(stages + "_pp", "1")))
        .allToAll(AllToAll.NORMAL)
        .build();
  }

  private static Speculation speculation(String label) {
    int dash = label.lastIndexOf('-');
    return dash < 0
        ? Speculation.NONE
        : new Speculation(label.substring(0, dash), Integer.parseInt(label.substring(dash + 1)));
  }

  private static PriceBasis tariff(Map<String, String> cell) {
    if (cell.get("owner_years").isEmpty()) {
      return new Tariff(cell.get("tariff"));
    }
    return anOwner(cell.get("tariff"))
        .years(number(cell, "owner_years"))
        .dollarsPerKilowattHour(number(cell, "owner_dollars_per_kwh"))
        .powerUsageEffectiveness(number(cell, "owner_pue"))
        .utilization(number(cell, "owner_utilization"))
        .overheadShare(number(cell, "owner_overhead"))
        .build();
  }

  private static double number(Map<String, String> cell, String column) {
    return Double.parseDouble(cell.get(column));
  }

  private static Fleet fleet(String label) {
    for (Fleet.Bound bound : Fleet.Bound.values()) {
      String unit = bound.unit() + "=";
      if (bound != Fleet.Bound.NONE && label.startsWith(unit)) {
        return new Fleet(bound, Double.parseDouble(label.substring(unit.length())));
      }
    }
    return Fleet.LIMIT;
  }

  private static ContextPoint context(String written) {
    return ContextPoint.of(written.matches("\\d+") ? (Object) Integer.valueOf(written) : written);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String written) {
    return Enum.valueOf(type, written.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
