package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.Days;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A serving engine at one version: how it batches, which memory it takes, and what its kernels
 * reach.
 *
 * @param id name by which sweeps refer to it, and name of its file
 * @param name name for people
 * @param asOf day of the version
 * @param mixesPhases whether decodes ride along in the steps that carry prompt chunks
 * @param budgets defaults of its settings; the last one whose memory an accelerator has applies
 * @param memory memory that it takes beside the state of sequences
 * @param state how it stores the state of sequences
 * @param host time of its processor
 * @param kernels efficiencies that differ from those of the accelerator's profile, by accelerator
 *     id, kind of kernel and format
 * @param scaleUp efficiency of its collectives inside the scale-up domain, by accelerator id
 * @param step what its steps take beyond their kernels
 * @param models host and step for single models, by model id, in whose steps they take the place of
 *     those above
 * @param wideExperts ids of accelerators on which it has kernels that carry tokens to experts in
 *     other scale-up domains
 * @param sources where each number comes from, by field or by part of one
 */
public record Engine(
    String id,
    String name,
    LocalDate asOf,
    boolean mixesPhases,
    List<Budget> budgets,
    EngineMemory memory,
    EngineState state,
    Host host,
    Map<String, Map<KernelKind, Map<Precision, KernelEfficiency>>> kernels,
    Map<String, LinkEfficiency> scaleUp,
    StepConstants step,
    Map<String, ModelSteps> models,
    List<String> wideExperts,
    Map<String, String> sources)
    implements Entry {

  /** Id of the engine that takes no memory of its own. */
  private static final String IDEAL_ID = "ideal";

  public Engine {
    Require.notEmpty("budgets", budgets);
    budgets = List.copyOf(budgets);
    if (budgets.get(0).memoryFrom() > 0) {
      throw new InvalidValueException(
          "budgets/0/memoryFrom", budgets.get(0).memoryFrom(), "0, so that every accelerator has");
    }
    Days.require("asOf", asOf);
    kernels = Map.copyOf(kernels);
    scaleUp = Map.copyOf(scaleUp);
    sources = Map.copyOf(sources);
    models = Collections.unmodifiableMap(new TreeMap<>(models));
    wideExperts = List.copyOf(wideExperts);
    List<String> fields =
        new ArrayList<>(
            List.of("mixesPhases", "budgets", "memory", "state", "host", "kernels", "scaleUp"));
    if (!step.equals(StepConstants.NONE)) {
      fields.add("step");
    }
    if (!wideExperts.isEmpty()) {
      fields.add("wideExperts");
    }
    Sources.requireFor(sources, fields.toArray(String[]::new));
  }

  @JsonCreator
  static Engine of(
      @JsonProperty("id") String id,
      @JsonProperty("name") String name,
      @JsonProperty("asOf") LocalDate asOf,
      @JsonProperty("mixesPhases") boolean mixesPhases,
      @JsonProperty("budgets") List<Budget> budgets,
      @JsonProperty("memory") EngineMemory memory,
      @JsonProperty("state") EngineState state,
      @JsonProperty("host") Host host,
      @JsonProperty("kernels")
          Map<String, Map<KernelKind, Map<Precision, KernelEfficiency>>> kernels,
      @JsonProperty("scaleUp") Map<String, LinkEfficiency> scaleUp,
      @JsonProperty("step") Optional<StepConstants> step,
      @JsonProperty("models") Optional<Map<String, ModelSteps>> models,
      @JsonProperty("wideExperts") Optional<List<String>> wideExperts,
      @JsonProperty("sources") Map<String, String> sources) {
    return new Engine(
        id,
        name,
        asOf,
        mixesPhases,
        budgets,
        memory,
        state,
        host,
        kernels,
        scaleUp,
        step.orElse(StepConstants.NONE),
        models.orElse(Map.of()),
        wideExperts.orElse(List.of()),
        sources);
  }

  /** The same engine under another name, with other constants of its steps for all models. */
  public Engine with(
      String otherId,
      String otherName,
      Host otherHost,
      StepConstants otherStep,
      Map<String, String> otherSources) {
    return with(otherId, otherName, otherHost, otherStep, Map.of(), otherSources);
  }

  /**
   * The same engine under another name, with other constants of its steps.
   *
   * @param otherModels constants of single models
   */
  public Engine with(
      String otherId,
      String otherName,
      Host otherHost,
      StepConstants otherStep,
      Map<String, ModelSteps> otherModels,
      Map<String, String> otherSources) {
    return new Engine(
        otherId,
        otherName,
        asOf,
        mixesPhases,
        budgets,
        memory,
        state,
        otherHost,
        kernels,
        scaleUp,
        otherStep,
        otherModels,
        wideExperts,
        otherSources);
  }

  /** The same engine with the constants of a model for all of them; itself where it has none. */
  public Engine serving(String modelId) {
    ModelSteps own = models.get(modelId);
    return own == null
        ? this
        : with(id, name, own.host(), own.step().fittedTo(step.fit()), sources);
  }

  /** What steps take beyond their kernels where the engine serves a model. */
  public StepConstants stepServing(String modelId) {
    ModelSteps own = models.get(modelId);
    return own == null ? step : own.step();
  }

  /** The same engine whose prompts wait otherwise, whatever its version and model. */
  public Engine waiting(StepConstants.Queue queue) {
    return queue.equals(step.queue()) && step.queueOfVersion().isEmpty()
        ? this
        : with(id, name, host, step.waiting(queue), sources);
  }

  /** The same engine whose steps take a factor as long, whatever the model. */
  public Engine slowedBy(double factor) {
    return factor == 1
        ? this
        : with(
            id,
            name,
            new Host(host.stepSeconds() * factor, host.sequenceSeconds() * factor),
            step.slowedBy(factor),
            sources);
  }

  /**
   * Defaults of the settings on a class of accelerators.
   *
   * @param memoryFrom least memory of the class
   * @param notOn ids of accelerators that are not of the class, whatever their memory
   * @param chunkTokens most new tokens of a pass
   * @param sequences most sequences that run at once, for which logits are reserved
   * @param memoryShare share of memory that the engine may take
   * @param reservedBytes memory taken off that share for the rest of the engine
   * @param reservedBytesPerRank more of it for each accelerator of a replica
   * @param reservedBytesPerGroup more of it for each attention group, where there are several
   */
  public record Budget(
      @Measured(value = Dimension.BYTES, orZero = true, of = Plausible.DEVICE_MEMORY)
          double memoryFrom,
      List<String> notOn,
      @Measured(Dimension.TOKENS) int chunkTokens,
      @Measured(Dimension.SEQUENCES) int sequences,
      @Measured(Dimension.SHARE) double memoryShare,
      @Measured(value = Dimension.BYTES, orZero = true, of = Plausible.ENGINE_MEMORY)
          double reservedBytes,
      @Measured(value = Dimension.BYTES, orZero = true, of = Plausible.ENGINE_MEMORY)
          double reservedBytesPerRank,
      @Measured(value = Dimension.BYTES, orZero = true, of = Plausible.ENGINE_MEMORY)
          double reservedBytesPerGroup)
      implements Serializable {

    public Budget {
      Require.inRange(Budget.class, "memoryFrom", memoryFrom);
      notOn = List.copyOf(notOn);
      Require.inRange(Budget.class, "chunkTokens", chunkTokens);
      Require.inRange(Budget.class, "sequences", sequences);
      Require.inRange(Budget.class, "memoryShare", memoryShare);
      Require.inRange(Budget.class, "reservedBytes", reservedBytes);
      Require.inRange(Budget.class, "reservedBytesPerRank", reservedBytesPerRank);
      Require.inRange(Budget.class, "reservedBytesPerGroup", reservedBytesPerGroup);
    }

    /**
     * Share of an accelerator's memory that the engine may take.
     *
     * @param ranks accelerators of a replica
     * @param groups attention groups of a replica
     */
    public double share(double memoryBytes, int ranks, int groups) {
      double ofGroups = groups > 1 ? groups * reservedBytesPerGroup : 0;
      double reserved = reservedBytes + ranks * reservedBytesPerRank + ofGroups;
      return Math.max(0, memoryShare - reserved / memoryBytes);
    }
  }

  /**
   * Time of the processor that no accelerator hides.
   *
   * @param stepSeconds time of every step
   * @param sequenceSeconds time of each sequence in a step
   */
  public record Host(
      @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.LATENCY)
          double stepSeconds,
      @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.LATENCY)
          double sequenceSeconds)
      implements Serializable {

    /** A processor whose work is always hidden. */
    public static final Host HIDDEN = new Host(0, 0);

    public Host {
      Require.inRange(Host.class, "stepSeconds", stepSeconds);
      Require.inRange(Host.class, "sequenceSeconds", sequenceSeconds);
    }
  }

  /** The defaults of the settings on an accelerator. */
  public Budget budget(Accelerator accelerator) {
    Budget budget = budgets.get(0);
    for (Budget other : budgets) {
      if (accelerator.memoryBytes() >= other.memoryFrom()
          && !other.notOn().contains(accelerator.id())) {
        budget = other;
      }
    }
    return budget;
  }

  /** Whether it is the engine that takes no memory of its own and has no kernels of its own. */
  public boolean isIdeal() {
    return id.equals(IDEAL_ID);
  }

  /** Whether it has kernels that carry tokens between scale-up domains of an accelerator. */
  public boolean hasWideExpertsOn(String acceleratorId) {
    return wideExperts.contains(acceleratorId);
  }

  /** Whether it has kernels of its own on an accelerator. */
  public boolean hasKernelsFor(String acceleratorId) {
    return kernels.containsKey(acceleratorId);
  }

  /**
   * The profile of an accelerator with the kernels and collectives of this engine in it. The rest
   * stands in for those of this engine, where the profile is a fit of another one.
   */
  public EfficiencyProfile on(EfficiencyProfile profile) {
    EfficiencyProfile rest =
        isIdeal() || id.equals(profile.engine()) || isFittedOn(profile.id())
            ? profile
            : profile.standingIn();
    Map<KernelKind, Map<Precision, KernelEfficiency>> own =
        kernels.getOrDefault(profile.id(), Map.of());
    LinkEfficiency link = scaleUp.get(profile.id());
    if (own.isEmpty() && link == null && step.equals(StepConstants.NONE)) {
      return rest;
    }
    Map<KernelKind, Map<Precision, KernelEfficiency>> ofFourBits = fourBit(rest, own);
    EfficiencyProfile merged =
        new EfficiencyProfile(
            profile.id(),
            rest.basis(),
            profile.engine(),
            merged(rest, KernelKind.GEMM, own),
            merged(rest, KernelKind.EXPERTS, own),
            merged(rest, KernelKind.PREFILL_ATTENTION, own),
            merged(rest, KernelKind.DECODE_ATTENTION, own),
            merged(rest, KernelKind.PREFILL_LATENT_ATTENTION, own),
            merged(rest, KernelKind.DECODE_LATENT_ATTENTION, own),
            ofFourBits,
            step.on(link == null ? rest.scaleUp() : link.measured()),
            rest.scaleOut(),
            withSource(profile.sources(), ofFourBits));
    // A factor on a measured time makes another time, which servers tell or nothing does.
    return step.equals(StepConstants.NONE) ? merged : merged.notMeasured(ofSteps(profile.id()));
  }

  /** Basis of kernels with the factors of the steps. */
  private EfficiencyProfile.Basis ofSteps(String acceleratorId) {
    return isFittedOn(acceleratorId)
        ? EfficiencyProfile.Basis.FITTED
        : EfficiencyProfile.Basis.OTHER_ENGINE;
  }

  /** Whether its steps were fitted to servers with an accelerator. */
  private boolean isFittedOn(String acceleratorId) {
    return step.fitted().filter(fit -> fit.saw(acceleratorId)).isPresent();
  }

  /** What stands behind the time of its processor beside an accelerator. */
  public Evidence hostEvidence(String acceleratorId) {
    boolean isHidden = host.equals(Host.HIDDEN) && step.floor().equals(StepConstants.Floor.NONE);
    if (isHidden) {
      return Evidence.MEASURED;
    }
    return isFittedOn(acceleratorId)
        ? Evidence.FITTED
        : step.fitted().isPresent() ? Evidence.CLASS_DEFAULT : Evidence.ASSUMPTION;
  }

  /** What its steps were fitted to, for people; empty where they were not. */
  public String fit() {
    return step.fitted().map(fit -> id + " " + fit.text()).orElse("");
  }

  /** The sources of a profile, with that of rows which it has from this engine alone. */
  private Map<String, String> withSource(
      Map<String, String> ofProfile, Map<KernelKind, ?> ofFourBits) {
    if (ofFourBits.isEmpty() || ofProfile.containsKey(EfficiencyProfile.FOUR_BIT_WEIGHTS)) {
      return ofProfile;
    }
    Map<String, String> all = new HashMap<>(ofProfile);
    all.put(EfficiencyProfile.FOUR_BIT_WEIGHTS, sources.getOrDefault("kernels", id));
    return all;
  }

  private Map<KernelKind, Map<Precision, KernelEfficiency>> fourBit(
      EfficiencyProfile profile, Map<KernelKind, Map<Precision, KernelEfficiency>> own) {
    Map<KernelKind, Map<Precision, KernelEfficiency>> rows = new HashMap<>();
    for (KernelKind kind : List.of(KernelKind.FOUR_BIT_GEMM, KernelKind.FOUR_BIT_EXPERTS)) {
      Map<Precision, KernelEfficiency> merged = merged(profile, kind, own);
      if (!merged.isEmpty()) {
        rows.put(kind, merged);
      }
    }
    return rows;
  }

  private Map<Precision, KernelEfficiency> merged(
      EfficiencyProfile profile,
      KernelKind kind,
      Map<KernelKind, Map<Precision, KernelEfficiency>> own) {
    Map<Precision, KernelEfficiency> all = new HashMap<>(profile.kernels(kind));
    all.putAll(own.getOrDefault(kind, Map.of()));
    return step.on(kind, all);
  }
}
