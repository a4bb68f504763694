package dev.ridgeline.fleet;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.Mix;
import dev.ridgeline.choice.TargetColumns;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.economics.PoolPrices;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.space.Axis;
import dev.ridgeline.sweep.Sweep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads cells of a sweep as options for a demand. */
public final class OptionReader {

  private final String source;
  private final Sweep sweep;
  private final FleetDemand demand;
  private final CellEvaluator evaluator;

  /**
   * @param source name of the sweep or run in the answer
   */
  public OptionReader(String source, Sweep sweep, FleetDemand demand) {
    this.source = source;
    this.sweep = sweep;
    this.demand = demand;
    this.evaluator = new CellEvaluator(sweep.space(), depths(demand));
  }

  private static Set<Depth> depths(FleetDemand demand) {
    boolean needsTasks =
        demand.workloads().stream()
            .anyMatch(
                one -> one.unit() == FleetDemand.Unit.SESSIONS || one.targets().limitsPercentile());
    return needsTasks ? EnumSet.of(Depth.PLAN, Depth.TASK) : EnumSet.of(Depth.PLAN);
  }

  /**
   * The options that cells are for a workload.
   *
   * @param workload place of the workload in the demand
   * @param cells numbers of cells with a price, best in rising order
   */
  public List<FleetOption> read(int workload, long[] cells) {
    List<FleetOption> options = new ArrayList<>(cells.length);
    for (long cell : cells) {
      options.add(option(workload, cell, evaluator.evaluate(cell)));
    }
    return options;
  }

  /**
   * Share by which 1 % more device memory lowers the price of what an option serves, in percent:
   * that of a task where the demand is of sessions, and else that of a request.
   */
  public double memoryGain(FleetOption option) {
    FleetDemand.Workload of = demand.workloads().get(option.workload());
    boolean isOfSessions = of.unit() == FleetDemand.Unit.SESSIONS;
    CellEvaluator analyzing =
        new CellEvaluator(
            sweep.space(),
            isOfSessions
                ? EnumSet.of(Depth.PLAN, Depth.TASK, Depth.ANALYSIS)
                : EnumSet.of(Depth.PLAN, Depth.ANALYSIS));
    double elasticity =
        isOfSessions
            ? analyzing.memoryElasticityOfTasks(option.cell(), of.targets().ttftSeconds())
            : number(analyzing.evaluate(option.cell()), "capacity_elasticity");
    return Math.max(0, -elasticity);
  }

  private FleetOption option(int workload, long cell, CellResult result) {
    FleetDemand.Workload of = demand.workloads().get(workload);
    ServingPlan plan = result.plan();
    HardwareMix mix = result.mix();
    PoolPrices prices = result.economics().prices();
    boolean isOnePool = mix.link().isEmpty();
    List<FleetOption.Part> decode = new ArrayList<>();
    Replica state = plan.decodeReplica();
    String tariff = text(result, "tariff");
    decode.add(
        new FleetOption.Part(
            kind(state.accelerator(), mix.tier().id(), tariff, prices.decode() + prices.tier()),
            state.accelerators()));
    plan.feedForwardReplica()
        .ifPresent(
            ffn ->
                decode.add(
                    new FleetOption.Part(
                        kind(ffn.accelerator(), "none", tariff, prices.feedForward()),
                        ffn.accelerators())));
    Optional<FleetOption.Part> prefill =
        isOnePool
            ? Optional.empty()
            : Optional.of(
                new FleetOption.Part(
                    kind(plan.prefillReplica().accelerator(), "none", tariff, prices.prefill()),
                    plan.prefillReplica().accelerators()));
    return new FleetOption(
        workload,
        source,
        cell,
        layout(cell),
        mixName(result),
        how(result),
        prefill,
        decode,
        isOnePool ? Double.POSITIVE_INFINITY : prefillUnits(of, plan, result),
        decodeUnits(of, plan, result),
        ttftSeconds(of, result),
        plan.tpotSeconds());
  }

  /** Time to first token as {@link FleetQuery#ttft()} has it. */
  private static double ttftSeconds(FleetDemand.Workload of, CellResult result) {
    double ofRequests = TargetColumns.ttft(of.targets()).number(result);
    return of.unit() == FleetDemand.Unit.SESSIONS
        ? Math.max(ofRequests, number(result, CellLimit.OF_TURNS))
        : ofRequests;
  }

  /** Seconds of a person or agent for each request: its latency and the pause after it. */
  private double cycleSeconds(FleetDemand.Workload of, CellResult result) {
    return number(result, "request_latency_s")
        + sweep.catalogs().workflows().find(of.workflow()).orElseThrow().pauseSeconds();
  }

  private double decodeUnits(FleetDemand.Workload of, ServingPlan plan, CellResult result) {
    return switch (of.unit()) {
      case REQUESTS_PER_SECOND -> plan.requestsPerSecond();
      case USERS -> plan.requestsPerSecond() * cycleSeconds(of, result);
      case SESSIONS -> result.task().tasksInFlight();
    };
  }

  private double prefillUnits(FleetDemand.Workload of, ServingPlan plan, CellResult result) {
    return switch (of.unit()) {
      case REQUESTS_PER_SECOND -> plan.prefillRequestsPerSecond();
      case USERS -> plan.prefillRequestsPerSecond() * cycleSeconds(of, result);
      case SESSIONS -> result.task().latencySeconds() / result.task().prefillReplicaSeconds();
    };
  }

  private HardwareKind kind(Accelerator of, String tier, String tariff, double dollars) {
    return new HardwareKind(
        of.id(),
        tier,
        tariff,
        demand.wholeSystems() ? of.system().accelerators() : 1,
        of.acceleratorsPerRack(),
        dollars,
        of.serverWatts() * sweep.space().settings().siteWattsPerServerWatt(),
        of.memoryBytes());
  }

  /** Positions on the axes that decide the replicas of a cell, and its tariff. */
  private String layout(long cell) {
    int[] positions = sweep.space().grid().positions(cell);
    int tariff = positions[Axis.TARIFF.order()];
    return source + Arrays.toString(Arrays.copyOf(positions, Axis.EFFICIENCY.order() + 1)) + tariff;
  }

  private static String mixName(CellResult result) {
    List<@Nullable String> values = new ArrayList<>();
    for (String column : Mix.columns()) {
      Object value = CellColumns.named(column).value(result);
      values.add(value == null ? null : value.toString());
    }
    return Mix.of(values).name();
  }

  private static String how(CellResult result) {
    String decode = result.plan().decodeAccelerators() + " accelerators a replica";
    String replicas =
        result.mix().link().isEmpty()
            ? decode
            : result.plan().prefillReplica().accelerators() + " > " + decode;
    return result.quantization().label() + ", " + replicas + ", batch " + result.batch();
  }

  private static String text(CellResult result, String column) {
    return String.valueOf(CellColumns.named(column).value(result));
  }

  private static double number(CellResult result, String column) {
    return CellColumns.named(column).number(result);
  }
}
