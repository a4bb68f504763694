package dev.ridgeline.evaluate;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.Provenance;
import dev.ridgeline.catalog.TokenPriceBook.TokenPrice;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.Formats;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.Load;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.PowerDraw;
import dev.ridgeline.deployment.PromptsPerStep;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.economics.AgentNeeds;
import dev.ridgeline.economics.FleetPlan;
import dev.ridgeline.economics.FleetWaits;
import dev.ridgeline.economics.People;
import dev.ridgeline.economics.PoolPrices;
import dev.ridgeline.economics.TokenSales;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.queue.Wait;
import dev.ridgeline.queue.WaitPercentiles;
import dev.ridgeline.space.Arrivals;
import dev.ridgeline.space.EfficiencyMode;
import dev.ridgeline.space.EngineChoice;
import dev.ridgeline.space.Measurement;
import dev.ridgeline.space.Measurement.Figure;
import dev.ridgeline.space.Seller;
import dev.ridgeline.space.Sessions;
import dev.ridgeline.space.Speculation;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One evaluated cell: its identity, its status and its results. {@link CellColumns} read it.
 *
 * <p>This is a view that its evaluator changes with each cell, so that what slow axes decide is
 * looked up once. Callers read it before the next cell. The plans in it are values that do not
 * change.
 */
public final class CellResult {

  /** Number of waits that have percentiles. */
  private static final int WAITS = 3;

  long cell;
  Model model;
  Formats quantization;
  EngineChoice engine;
  Engine prefillEngine;
  Engine decodeEngine;
  HardwareMix mix;
  Parallelism parallelism;
  Speculation speculation;
  PromptsPerStep promptsPerStep;
  EfficiencyMode efficiency;
  Workflow workflow;
  String context;
  int batch;
  double prefillUtilization;
  KvPolicy kvPolicy;
  Sessions sessions;
  PriceBasis tariff;
  String fleet;
  Seller seller;
  Arrivals arrivals;
  Request request;
  Session session;
  double longestContextTokens;
  Outcome outcome;
  @Nullable Measurement measurement;
  @Nullable PriceTag price;
  ServingPlan plan;
  double uncachedShare;
  TaskPlan task;
  UnitEconomics economics;
  Provenance priceBasis;
  Elasticities elasticities;

  private final ServingSettings settings;
  private Fleet sizedFleet;
  private @Nullable FleetPlan fleetPlan;
  private Optional<FleetWaits> waits = Optional.empty();
  private boolean areWaitsKnown;
  private @Nullable Busy busy;
  private final @Nullable WaitPercentiles[] percentiles = new WaitPercentiles[WAITS];
  private Planner planner;
  private Load load;
  private double longerSeconds;
  private @Nullable TimeShares shares;
  private @Nullable TooLong tooLong;
  private String tooLongText = "";
  private @Nullable ServingPlan misfitPlan;
  private String misfitText = "";
  private @Nullable Agent agent;
  private double joulesPerRequest;

  @SuppressWarnings("NullAway.Init") // The evaluator sets them before it returns the first cell.
  CellResult(ServingSettings settings) {
    this.settings = settings;
  }

  /** Layout of the model over the accelerators. */
  Layout layout() {
    return new Layout(
        model,
        quantization.decode(),
        quantization.prefill(),
        engine,
        mix,
        parallelism,
        speculation,
        promptsPerStep,
        efficiency);
  }

  /** Shows the plan of another load; shares and energy are computed when they are read. */
  void show(Planner of, Load planned, ServingPlan other) {
    planner = of;
    load = planned;
    plan = other;
    longerSeconds = Double.NaN;
    shares = null;
    joulesPerRequest = Double.NaN;
  }

  /** Shows another fleet, which is sized when it is read. */
  void show(Fleet other) {
    sizedFleet = other;
    fleetPlan = null;
    areWaitsKnown = false;
  }

  /** Shows other arrivals, whose waits are computed when they are read. */
  void show(Arrivals other) {
    arrivals = other;
    areWaitsKnown = false;
  }

  /** Shares of the accelerators' time. */
  TimeShares shares() {
    if (shares == null) {
      shares = TimeShares.of(plan, request);
    }
    return shares;
  }

  /** Energy of one request, J, site included. */
  double joulesPerRequest() {
    if (Double.isNaN(joulesPerRequest)) {
      joulesPerRequest = PowerDraw.joulesPerRequest(plan, request, mix.tier(), settings);
    }
    return joulesPerRequest;
  }

  public Status status() {
    return outcome.status();
  }

  /** Reason why the status is not OK; empty where it is. */
  public String detail() {
    return switch (outcome.status()) {
      case CONTEXT_TOO_LONG -> contextTooLong();
      case DOES_NOT_FIT -> misfit();
      default -> outcome.detail();
    };
  }

  /** Cells of other prices have the same plan, and the text takes longer than most results. */
  @SuppressWarnings("ReferenceEquality") // Another plan may be equal, and its text is made anew.
  private String misfit() {
    if (plan != misfitPlan) {
      misfitPlan = plan;
      misfitText = Misfit.detail(outcome, this);
    }
    return misfitText;
  }

  private String contextTooLong() {
    TooLong now =
        new TooLong(longestContextTokens, request.outputTokens(), model.maxContextTokens());
    if (!now.equals(tooLong)) {
      tooLong = now;
      tooLongText = now.text();
    }
    return tooLongText;
  }

  /**
   * A context that the model does not support. Cells that differ in hardware have the same, and its
   * text takes longer than all else of such a cell.
   *
   * @param tokens prompt and output
   * @param most tokens that the model supports
   */
  private record TooLong(double tokens, double output, long most) {

    String text() {
      return String.format(
          Locale.ROOT,
          "prompt and output exceed the model's context: %.0f + %.0f tokens, at most %d",
          tokens - output,
          output,
          most);
    }
  }

  public Model model() {
    return model;
  }

  public Formats quantization() {
    return quantization;
  }

  public HardwareMix mix() {
    return mix;
  }

  public Request request() {
    return request;
  }

  public int batch() {
    return batch;
  }

  /** Parts into which the batch is cut, in cells of {@link Availability#STEP}. */
  public int batchParts() {
    return planner.decodePool().batchParts();
  }

  /** The plan, which is valid in cells of {@link Availability#STEP}. */
  public ServingPlan plan() {
    return plan;
  }

  /** The dollars, which are valid in cells of {@link Availability#PRICE}. */
  public UnitEconomics economics() {
    return economics;
  }

  /** The task under its KV policy, which is valid in cells of {@link Availability#SERVING}. */
  public TaskPlan task() {
    return task;
  }

  /** The fleet, which is valid in cells of {@link Availability#FLEET}. */
  FleetPlan fleetPlan() {
    if (fleetPlan == null) {
      FleetPlan sized = FleetPlan.of(sizedFleet, plan, economics, people(), settings);
      if (!(sized.prefillReplicas() + sized.decodeReplicas() < CellEvaluator.MOST_OF_SUM)) {
        throw new IllegalStateException("cell " + cell + " has a fleet that is not finite");
      }
      fleetPlan = sized;
    }
    return fleetPlan;
  }

  /**
   * Most sessions of a replica whose turns have their first token within the sweep's time, valid in
   * cells of {@link Availability#SERVING}.
   */
  double mostSessions() {
    return task.mostSessions(settings.turnTtftSeconds());
  }

  /** What an agent takes of the hardware, valid in cells of {@link Availability#SERVING}. */
  AgentNeeds agentNeeds() {
    if (agent == null || !agent.isOf(plan, task)) {
      agent = new Agent(plan, task, AgentNeeds.of(plan, task, settings));
    }
    return agent.needs();
  }

  /** What an agent takes under a plan, which several columns read. */
  private record Agent(ServingPlan plan, TaskPlan task, AgentNeeds needs) {

    @SuppressWarnings("ReferenceEquality") // Another object may be equal, and is computed anew.
    boolean isOf(ServingPlan other, TaskPlan ofTask) {
      return plan == other && task == ofTask;
    }
  }

  /** Latency of one request, s. */
  double requestSeconds() {
    return plan.ttftSeconds() + request.outputTokens() * plan.tpotSeconds();
  }

  private People people() {
    return new People(requestSeconds(), workflow.pauseSeconds(), workflow.turnsInRow(), task);
  }

  /** Waits on the fleet; empty where a queue grows without end. */
  Optional<FleetWaits> waits() {
    if (!areWaitsKnown) {
      Busy now = new Busy(fleetPlan(), task, arrivals.variation(workflow));
      if (busy == null || !now.waitsLike(busy)) {
        Optional<FleetWaits> others =
            FleetWaits.of(now.fleet(), longerSeconds(), people(), now.arrivalVariation());
        if (!others.equals(waits)) {
          waits = others;
          Arrays.fill(percentiles, null);
        }
        busy = now;
      }
      areWaitsKnown = true;
    }
    return waits;
  }

  /** What waits depend on. Fleets of other prices have the same, and waits take long. */
  private record Busy(FleetPlan fleet, TaskPlan task, double arrivalVariation) {

    @SuppressWarnings("ReferenceEquality") // Another task may be equal, and is looked at anew.
    boolean waitsLike(Busy other) {
      return task == other.task
          && arrivalVariation == other.arrivalVariation
          && fleet.isAsBusyAs(other.fleet);
    }
  }

  /**
   * Percentiles of a wait on the fleet. Fleets with the same waits share them.
   *
   * @param place a place of its own for each wait, below {@link #WAITS}
   * @param shares shares of the percentiles, the same for all cells
   */
  WaitPercentiles percentiles(int place, Wait wait, double[] shares) {
    WaitPercentiles known = percentiles[place];
    if (known == null) {
      known = new WaitPercentiles(wait, shares);
      percentiles[place] = known;
    }
    return known;
  }

  /** Time that one more sequence in each part adds to a request, over the number of parts, s. */
  private double longerSeconds() {
    if (Double.isNaN(longerSeconds)) {
      longerSeconds = planner.longerSeconds(load, plan);
    }
    return longerSeconds;
  }

  /** Whether columns of this availability have a value in this cell. */
  public boolean has(Availability availability) {
    if (!availability.isWithin(outcome.status().reach())) {
      return false;
    }
    return switch (availability) {
      case SALES -> tokenPrice() != null;
      case LOAD -> waits().isPresent();
      case CACHE, CACHE_PRICE -> task.cache() != null;
      case CACHE_TIER -> task.cache() != null && mix.tier().exists();
      case CACHE_FAR_TIER -> task.cache() != null && mix.tier().behind() != null;
      default -> true;
    };
  }

  /**
   * Whether columns of this availability have a value in this cell, or whether it is a measured one
   * that has what they need.
   */
  public boolean has(Availability availability, Figure figure) {
    return has(availability)
        || (isMeasured() && figure != Figure.NONE && states(availability, figure));
  }

  boolean isMeasured() {
    return outcome.status() == Status.MEASURED;
  }

  private boolean states(Availability availability, Figure figure) {
    boolean isStated =
        figure == Figure.ANY || requireNonNull(measurement).tokensPerSecond(figure).isPresent();
    return isStated && (availability != Availability.PRICE || price instanceof PriceTag.Known);
  }

  /** Measured tokens of a kind on each accelerator, 1/s; valid where the figure states them. */
  double measuredRate(Figure figure) {
    return requireNonNull(measurement).tokensPerSecond(figure).orElseThrow();
  }

  /** Dollars of a million measured tokens of a kind; valid where the figure states them. */
  double measuredDollars(Figure figure) {
    PoolPrices prices = ((PriceTag.Known) requireNonNull(price)).prices();
    return Measurement.dollarsPerMillion(prices.decode() + prices.tier(), measuredRate(figure));
  }

  /** Prices of the tokens of the model; null where the seller has none or there is no seller. */
  private @Nullable TokenPrice tokenPrice() {
    return seller.price(model.id());
  }

  /** How the prices of tokens came about; empty where there are none. */
  Optional<Provenance> salesBasis() {
    return Optional.ofNullable(tokenPrice()).map(TokenPrice::provenance);
  }

  /**
   * What the seller takes for the request, in dollars; valid in cells of {@link
   * Availability#SALES}.
   */
  double salesPerRequest() {
    return TokenSales.dollarsPerRequest(requireNonNull(tokenPrice()), request);
  }

  /** What the seller takes for a task, in dollars; valid in cells of {@link Availability#SALES}. */
  double salesPerTask() {
    return TokenSales.dollarsPerTask(requireNonNull(tokenPrice()), session);
  }
}
