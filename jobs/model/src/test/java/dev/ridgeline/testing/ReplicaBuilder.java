package dev.ridgeline.testing;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Drafter;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.deployment.Draft;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.operator.Part;
import dev.ridgeline.operator.Sharding;
import java.util.Optional;

/** Builds a replica of a model. */
public final class ReplicaBuilder {

  private final Model model;
  private Quantization quantization = Plans.quantization("bf16");
  private Accelerator accelerator = Plans.accelerator("h100-sxm");
  private EfficiencyProfile profile = EfficiencyProfile.IDEAL;
  private Engine engine = Plans.engine("ideal");
  private ServingSettings settings = Plans.SETTINGS;
  private int tp = 1;
  private int ep = 1;
  private int pp = 1;
  private Optional<Sharding> sharding = Optional.empty();
  private Part part = Part.WHOLE;
  private Draft draft = Draft.NONE;

  private ReplicaBuilder(Model model) {
    this.model = model;
  }

  /** A replica of a model of the catalog: in bf16, on one H100 at its roofline. */
  public static ReplicaBuilder aReplica(String model) {
    return aReplica(Plans.model(model));
  }

  /** A replica of a model: in bf16, on one H100 at its roofline. */
  public static ReplicaBuilder aReplica(Model model) {
    return new ReplicaBuilder(model);
  }

  /** Under a scheme of the catalog. */
  public ReplicaBuilder in(String scheme) {
    quantization = Plans.quantization(scheme);
    return this;
  }

  /** On accelerators of the catalog. */
  public ReplicaBuilder on(String id) {
    return on(Plans.accelerator(id));
  }

  public ReplicaBuilder on(Accelerator newAccelerator) {
    accelerator = newAccelerator;
    return this;
  }

  /** Served by an engine of the catalog, with these settings. */
  public ReplicaBuilder by(Engine newEngine, ServingSettings newSettings) {
    engine = newEngine;
    settings = newSettings;
    return this;
  }

  /** Ways of tensor parallelism. */
  public ReplicaBuilder tp(int ways) {
    tp = ways;
    return this;
  }

  /** Ways of expert parallelism. */
  public ReplicaBuilder ep(int ways) {
    ep = ways;
    return this;
  }

  /** Pipeline stages. */
  public ReplicaBuilder pp(int stages) {
    pp = stages;
    return this;
  }

  /** Laid out by a sharding, instead of by the ways of its own. */
  public ReplicaBuilder sharded(ShardingBuilder newSharding) {
    sharding = Optional.of(newSharding.build());
    return this;
  }

  /** With the measured efficiency of its accelerator, instead of the roofline. */
  public ReplicaBuilder calibrated() {
    profile = Plans.calibrated(accelerator.id());
    return this;
  }

  /** One side of the model. */
  public ReplicaBuilder only(Part side) {
    part = side;
    return this;
  }

  /** With so many tokens drafted a step, of which it yields so many. */
  public ReplicaBuilder drafting(Drafter drafter, int drafts) {
    double accepted = drafter.acceptedTokens(drafts).orElseThrow();
    draft = new Draft(Optional.of(drafter), drafts, accepted);
    return this;
  }

  public Replica build() {
    return Replica.of(
        model,
        quantization,
        sharding.orElseGet(() -> new Sharding(tp, ep, pp)),
        accelerator,
        profile,
        engine,
        settings,
        part,
        draft);
  }
}
