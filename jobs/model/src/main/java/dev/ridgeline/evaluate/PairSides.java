package dev.ridgeline.evaluate;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.catalog.Link;
import dev.ridgeline.deployment.DecodePool;
import dev.ridgeline.deployment.DecodeTerms;
import dev.ridgeline.deployment.Draft;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.Load;
import dev.ridgeline.deployment.PairLink;
import dev.ridgeline.deployment.PrefillPool;
import dev.ridgeline.deployment.PrefillTerms;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.EfficiencyMode;
import dev.ridgeline.space.LongContextPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sides of pairs of pools. A side is planned once for each load, whatever number of pairs it is
 * part of. {@link CellEvaluator} makes the same numbers of the same sides, by the same functions.
 *
 * <p>Pools and links have numbers, which are valid until the next {@link #begin}. Not for use by
 * several threads at once.
 */
public final class PairSides {

  /** Number of no pool. */
  public static final int NONE = -1;

  private final DesignSpace space;
  private final Workloads workloads;
  private final Deployments deployments;
  private final int utilizations;
  private final List<PrefillMember> prefills = new ArrayList<>();
  private final List<DecodeMember> decodes = new ArrayList<>();
  private final Map<PrefillPool, Integer> numbersOfPrefill = new HashMap<>();
  private final Map<DecodePool, Integer> numbersOfDecode = new HashMap<>();
  private final Map<String, Integer> numbersOfLinks = new HashMap<>();
  private final List<LinkMember> links = new ArrayList<>();

  private int[] slow = {};
  private Draft draft = Draft.NONE;
  private int workflowPlanned = NONE;
  private int contextPlanned = NONE;
  private double utilization;
  private int mostSenders;
  private int mostReceivers;
  private double mostPrefillSeconds;
  private double mostSecondsPerToken;
  private double newTokens;
  private double outputTokens;

  /** A prefill pool with its prices by tariff, and its terms by utilization. */
  private static final class PrefillMember {

    final PrefillPool pool;
    final double[] replicaDollarsPerHour;
    final @Nullable PrefillTerms[] known;
    @Nullable PrefillTerms terms;
    int version;

    PrefillMember(PrefillPool pool, double[] replicaDollarsPerHour, int utilizations) {
      this.pool = pool;
      this.replicaDollarsPerHour = replicaDollarsPerHour;
      this.known = new PrefillTerms[utilizations];
    }
  }

  /** A decode pool with its prices by tariff. */
  private static final class DecodeMember {

    final DecodePool pool;
    final double[] replicaDollarsPerHour;
    @Nullable DecodeTerms terms;

    DecodeMember(DecodePool pool, double[] replicaDollarsPerHour) {
      this.pool = pool;
      this.replicaDollarsPerHour = replicaDollarsPerHour;
    }
  }

  private static final class LinkMember {

    final Link link;
    @Nullable PairLink ofRequest;

    LinkMember(Link link) {
      this.link = link;
    }
  }

  /** Creates the sides of a design space. */
  public PairSides(DesignSpace space) {
    this.space = space;
    this.workloads = new Workloads(space);
    this.deployments = new Deployments(space, 0, Integer.MAX_VALUE);
    this.utilizations = space.prefillUtilizations().size();
  }

  /**
   * Drops all pools, and sets what they have in common.
   *
   * @param positions positions on all axes; those of model, number formats, engine, speculation,
   *     prompts per step and efficiency count
   * @return whether pools can be planned: not where throughputs are measured, or drafts are unknown
   */
  public boolean begin(int[] positions) {
    slow = positions.clone();
    prefills.clear();
    decodes.clear();
    links.clear();
    numbersOfPrefill.clear();
    numbersOfDecode.clear();
    numbersOfLinks.clear();
    workflowPlanned = NONE;
    mostSenders = 0;
    mostReceivers = 0;
    if (at(Axis.EFFICIENCY, space.efficiencies()) == EfficiencyMode.MEASURED) {
      return false;
    }
    deployments.begin(at(Axis.MODEL, space.models()), at(Axis.QUANTIZATION, space.quantizations()));
    Optional<Draft> known = deployments.draft(layout(0, 0));
    draft = known.orElse(Draft.NONE);
    return known.isPresent();
  }

  private <T> T at(Axis<T> axis, List<T> values) {
    return values.get(slow[axis.order()]);
  }

  private Layout layout(int hardware, int parallelism) {
    var formats = at(Axis.QUANTIZATION, space.quantizations());
    return new Layout(
        at(Axis.MODEL, space.models()),
        formats.decode(),
        formats.prefill(),
        at(Axis.ENGINE, space.engineChoices()),
        space.hardware().get(hardware),
        space.parallelism().get(parallelism),
        at(Axis.SPECULATION, space.speculations()),
        at(Axis.PROMPTS_PER_STEP, space.promptsPerStep()),
        at(Axis.EFFICIENCY, space.efficiencies()));
  }

  /**
   * Returns the number of the prefill pool of a mix of two pools with a sharding. It is {@link
   * #NONE} where the pool is impossible or its weights do not fit.
   */
  public int prefill(int hardware, int parallelism) {
    Layout layout = layout(hardware, parallelism);
    if (layout.objectionToPrefill().isPresent()) {
      return NONE;
    }
    PrefillPool pool = deployments.prefill(layout, draft);
    return pool.weightsFit()
        ? numbersOfPrefill.computeIfAbsent(pool, absent -> add(absent, layout.mix()))
        : NONE;
  }

  private int add(PrefillPool pool, HardwareMix mix) {
    double[] dollars =
        space.tariffs().stream()
            .map(tariff -> PriceTag.ofPrefill(mix, tariff, space.prices()))
            .mapToDouble(
                price ->
                    price.isPresent()
                        ? UnitEconomics.ofPrefillReplica(pool.accelerators(), price.getAsDouble())
                        : Double.NaN)
            .toArray();
    mostSenders = Math.max(mostSenders, pool.acceleratorsPerSequence());
    prefills.add(new PrefillMember(pool, dollars, utilizations));
    return prefills.size() - 1;
  }

  /**
   * Returns the number of the decode pool of a mix of two pools with a sharding. It is {@link
   * #NONE} where the pool is impossible or its weights do not fit.
   */
  public int decode(int hardware, int parallelism) {
    Layout layout = layout(hardware, parallelism);
    if (layout.objectionToDecode().isPresent()) {
      return NONE;
    }
    DecodePool pool = deployments.decode(layout, draft);
    return pool.weightsFit()
        ? numbersOfDecode.computeIfAbsent(pool, absent -> add(absent, layout.mix()))
        : NONE;
  }

  private int add(DecodePool pool, HardwareMix mix) {
    double[] dollars =
        space.tariffs().stream()
            .map(tariff -> PriceTag.ofDecode(mix, tariff, space.prices()))
            .mapToDouble(
                prices ->
                    prices.isPresent()
                        ? UnitEconomics.ofDecodeReplica(
                            pool.accelerators(), pool.feedForwardAccelerators(), prices.get())
                        : Double.NaN)
            .toArray();
    mostReceivers = Math.max(mostReceivers, pool.acceleratorsPerSequence());
    decodes.add(new DecodeMember(pool, dollars));
    return decodes.size() - 1;
  }

  /** Returns the number of the link of a mix of two pools. */
  public int link(int hardware) {
    Link link = space.hardware().get(hardware).link().orElseThrow();
    return numbersOfLinks.computeIfAbsent(
        link.id(),
        absent -> {
          links.add(new LinkMember(link));
          return links.size() - 1;
        });
  }

  /**
   * Plans the sides of all pools for a load.
   *
   * @return whether the load is possible: not where the context is longer than the model's
   */
  public boolean plan(int workflow, int context, int batch, int prefillUtilization) {
    Workload planned = workloads.at(workflow, context);
    if (space.longContexts() == LongContextPolicy.REFUSE
        && planned.longestContextTokens() > at(Axis.MODEL, space.models()).maxContextTokens()) {
      return false;
    }
    if (workflow != workflowPlanned || context != contextPlanned) {
      workflowPlanned = workflow;
      contextPlanned = context;
      newTokens = planned.request().newTokens();
      outputTokens = planned.request().outputTokens();
      prefills.forEach(member -> Arrays.fill(member.known, null));
      links.forEach(
          one -> one.ofRequest = PairLink.of(one.link, deployments.state(), planned.request()));
    }
    utilization = space.prefillUtilizations().get(prefillUtilization);
    mostPrefillSeconds = 0;
    mostSecondsPerToken = 0;
    Load load = planned.loads().get(batch * utilizations + prefillUtilization);
    for (PrefillMember member : prefills) {
      PrefillTerms terms = member.pool.terms(load, member.known[prefillUtilization]);
      member.known[prefillUtilization] = terms;
      if (isNewTerms(member, terms)) {
        member.terms = terms;
        member.version++;
      }
      if (terms.fits()) {
        mostPrefillSeconds = Math.max(mostPrefillSeconds, terms.seconds());
      }
    }
    for (DecodeMember member : decodes) {
      boolean isWhole = load.batch() % member.pool.batchParts() == 0;
      DecodeTerms terms = isWhole ? member.pool.terms(load) : null;
      member.terms = terms;
      if (terms != null && terms.fits()) {
        mostSecondsPerToken = Math.max(mostSecondsPerToken, terms.secondsPerToken());
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // Terms that did not change are the same object.
  private static boolean isNewTerms(PrefillMember member, PrefillTerms terms) {
    return member.terms != terms;
  }

  /**
   * Number that changes with what a prefill pool gives to pairs, as long as the request and the
   * utilization are the same.
   */
  public int versionOfPrefill(int pool) {
    return prefills.get(pool).version;
  }

  /** Most accelerators that send the state of a sequence to as many others, in any pair. */
  public int mostPairs() {
    return Math.min(mostSenders, mostReceivers);
  }

  /** Longest time of a prefill step of all pools whose prompts fit, in seconds. */
  public double mostPrefillSeconds() {
    return mostPrefillSeconds;
  }

  /** Longest time from token to token of all pools that the batch fits into, in seconds. */
  public double mostSecondsPerToken() {
    return mostSecondsPerToken;
  }

  /** Number of prefill pools. */
  public int prefillPools() {
    return prefills.size();
  }

  /** Number of decode pools. */
  public int decodePools() {
    return decodes.size();
  }

  /** Whether the prompts of the load fit into a prefill pool. */
  public boolean prefillFits(int pool) {
    return requireNonNull(prefills.get(pool).terms).fits();
  }

  /** Whether the batch of the load can be cut into the parts of a decode pool, and fits. */
  public boolean decodeFits(int pool) {
    DecodeTerms terms = decodes.get(pool).terms;
    return terms != null && terms.fits();
  }

  /** Whether a policy on its axis is possible with the memory tier of a decode pool. */
  public boolean isPossible(int kvPolicy, int decode) {
    return space.kvPolicies().get(kvPolicy).isPossibleWith(decodes.get(decode).pool.tier());
  }

  /** Time of the prefill step for the first of its prompts, in seconds. */
  public double prefillSeconds(int pool) {
    return finite(requireNonNull(prefills.get(pool).terms).seconds());
  }

  /** Time of a sequence from token to token, in seconds. */
  public double secondsPerToken(int pool) {
    return finite(requireNonNull(decodes.get(pool).terms).secondsPerToken());
  }

  /** Accelerators of a prefill pool that send the state of a sequence. */
  public int senders(int pool) {
    return prefills.get(pool).pool.acceleratorsPerSequence();
  }

  /** Accelerators of a decode pool that receive the state of a sequence. */
  public int receivers(int pool) {
    return decodes.get(pool).pool.acceleratorsPerSequence();
  }

  /** Time in which the state of a request crosses a link, in seconds. */
  public double transferSeconds(int link, int senders, int receivers) {
    return finite(ofRequest(link).seconds(senders, receivers));
  }

  /** Dollars of a request in a prefill pool behind a link; NaN where the tariff has no price. */
  public double prefillDollars(int pool, int link, int tariff) {
    PrefillMember member = prefills.get(pool);
    double price = member.replicaDollarsPerHour[tariff];
    if (Double.isNaN(price)) {
      return price;
    }
    PrefillTerms terms = requireNonNull(member.terms);
    double rate = ofRequest(link).prefillRequestsPerSecond(member.pool, terms, utilization);
    return finite(UnitEconomics.ofSide(price, rate));
  }

  /** Dollars of a request in a decode pool behind a link; NaN where the tariff has no price. */
  public double decodeDollars(int pool, int link, int tariff) {
    DecodeMember member = decodes.get(pool);
    double price = member.replicaDollarsPerHour[tariff];
    if (Double.isNaN(price)) {
      return price;
    }
    double rate =
        ofRequest(link).decodeRequestsPerSecond(member.pool, requireNonNull(member.terms));
    return finite(UnitEconomics.ofSide(price, rate));
  }

  /** Tokens of the prompt of a request of the load that prefill computes. */
  public double newTokens() {
    return newTokens;
  }

  /** Tokens that a request of the load generates. */
  public double outputTokens() {
    return outputTokens;
  }

  private PairLink ofRequest(int link) {
    return requireNonNull(links.get(link).ofRequest);
  }

  private static double finite(double value) {
    if (!(value < CellEvaluator.MOST_OF_SUM)) {
      throw new IllegalStateException("a side of a pair of pools has a result of " + value);
    }
    return value;
  }
}
