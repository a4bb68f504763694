package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.deployment.ColocatedPlanner;
import dev.ridgeline.deployment.DecodePool;
import dev.ridgeline.deployment.DisaggregatedPlanner;
import dev.ridgeline.deployment.Draft;
import dev.ridgeline.deployment.Formats;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.PrefillPool;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.deployment.SplitDecodePool;
import dev.ridgeline.operator.Part;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.space.DesignSpace;
import java.util.Optional;

/**
 * Lays a model over the accelerators of mixes, and keeps the pools that several mixes share.
 *
 * <p>Not for use by several threads at once.
 */
final class Deployments {

  private final DesignSpace space;
  private final int slots;
  private final SharedPools pools;
  private StateSize state;

  /**
   * @param slots number of loads of the pools
   * @param mostPools largest number of pools of each phase to keep
   */
  @SuppressWarnings("NullAway.Init") // The first call is begin, which sets the state.
  Deployments(DesignSpace space, int slots, int mostPools) {
    this.space = space;
    this.slots = slots;
    this.pools = new SharedPools(mostPools);
  }

  /** Sets the model and the number formats of all layouts until the next call. */
  void begin(Model model, Formats formats) {
    pools.clear();
    state = StateSize.ofModel(model, formats.atBoundary());
  }

  /** Lays out the model, or returns the reason why this is impossible. */
  Deployment of(Layout layout) {
    Optional<String> objection = layout.objection();
    if (objection.isPresent()) {
      return new Deployment.Impossible(new Outcome(Status.INVALID_PARALLELISM, objection.get()));
    }
    Optional<Draft> draft = draft(layout);
    if (draft.isEmpty()) {
      String detail =
          "the catalog has no acceptance length of "
              + layout.speculation().label()
              + " for this model";
      return new Deployment.Impossible(new Outcome(Status.NO_DRAFTER, detail));
    }
    PrefillPool prefill = prefill(layout, draft.get());
    DecodePool decode = decode(layout, draft.get());
    Optional<Link> link = layout.mix().link();
    ServingSettings settings =
        settings(layout, layout.mix().decode(), layout.parallelism().decode());
    return Deployment.Possible.of(
        link.isPresent()
            ? new DisaggregatedPlanner(prefill, decode, link.get(), state, settings)
            : new ColocatedPlanner(prefill, decode, settings));
  }

  /** The draft of a layout; empty where the catalog has none for its model. */
  Optional<Draft> draft(Layout layout) {
    return layout.speculation().draftFor(layout.model().id(), space.drafters());
  }

  /** State of one sequence of the model over all layers, each part counted once. */
  StateSize state() {
    return state;
  }

  /** The prefill pool of a layout to which nobody {@link Layout#objection objects}. */
  PrefillPool prefill(Layout layout, Draft draft) {
    return pools.prefill(layout, () -> prefillPool(layout.ofPrefill(), draft));
  }

  /** The decode pool of a layout to which nobody {@link Layout#objection objects}. */
  DecodePool decode(Layout layout, Draft draft) {
    return pools.decode(layout, () -> decodePool(layout, draft));
  }

  /** The settings of the layout's engine on an accelerator. */
  private ServingSettings settings(Layout layout, Accelerator accelerator, Sharding sharding) {
    Engine engine = layout.engine(accelerator, space.engines());
    return space.overrides().of(space.settings(), engine, accelerator, sharding);
  }

  private PrefillPool prefillPool(Layout layout, Draft draft) {
    Sharding sharding = layout.parallelism().prefill();
    Replica replica = replica(layout, layout.mix().prefill(), sharding, Part.WHOLE, draft);
    ServingSettings settings = settings(layout, layout.mix().prefill(), sharding);
    return new PrefillPool(replica, settings, layout.promptsPerStep(), slots);
  }

  private DecodePool decodePool(Layout layout, Draft draft) {
    HardwareMix mix = layout.mix();
    Sharding sharding = layout.parallelism().decode();
    if (mix.feedForward().isEmpty()) {
      Replica whole = replica(layout, mix.decode(), sharding, Part.WHOLE, draft);
      return new DecodePool(whole, mix.tier(), slots);
    }
    Accelerator other = mix.feedForward().get();
    Sharding ofOther = layout.parallelism().feedForward();
    return new SplitDecodePool(
        replica(layout, mix.decode(), sharding, Part.ATTENTION, Draft.NONE),
        replica(layout, other, ofOther, Part.FEED_FORWARD, Draft.NONE),
        mix.link().orElseThrow(),
        StepGraph.exchange(layout.model(), layout.quantization(), ofOther),
        mix.tier(),
        settings(layout, mix.decode(), sharding),
        slots);
  }

  private Replica replica(
      Layout layout, Accelerator accelerator, Sharding sharding, Part part, Draft draft) {
    return pools.replica(
        layout,
        accelerator,
        sharding,
        part,
        () ->
            layout.mix().stageKinds().isEmpty()
                ? newReplica(layout, accelerator, sharding, part, draft)
                : Replica.ofStageKinds(
                    layout.model(),
                    layout.quantization(),
                    sharding,
                    layout.mix(),
                    (kind, ofKind) -> newReplica(layout, kind, ofKind, part, draft)));
  }

  private Replica newReplica(
      Layout layout, Accelerator accelerator, Sharding sharding, Part part, Draft draft) {
    return Replica.of(
        layout.model(),
        layout.quantization(),
        sharding,
        accelerator,
        layout.profile(accelerator, space),
        layout.engine(accelerator, space.engines()),
        settings(layout, accelerator, sharding),
        part,
        draft);
  }
}
