package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.PromptsPerStep;
import dev.ridgeline.operator.Part;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.EfficiencyMode;
import dev.ridgeline.space.EngineChoice;
import dev.ridgeline.space.Speculation;
import java.util.Map;
import java.util.Optional;

/**
 * The layout of a model over the accelerators of a mix.
 *
 * @param model the model
 * @param quantization its number formats, in decode where pools differ
 * @param prefillQuantization its number formats in prefill
 * @param engine engine that serves
 * @param mix the accelerators
 * @param parallelism sharding of each pool
 * @param speculation method and number of drafts
 * @param promptsPerStep prompts that prefill packs into a step
 * @param efficiency whether accelerators have calibrated profiles or the ideal one
 */
record Layout(
    Model model,
    Quantization quantization,
    Quantization prefillQuantization,
    EngineChoice engine,
    HardwareMix mix,
    Parallelism parallelism,
    Speculation speculation,
    PromptsPerStep promptsPerStep,
    EfficiencyMode efficiency) {

  /** The same layout with the number formats of prefill in all pools. */
  Layout ofPrefill() {
    return new Layout(
        model,
        prefillQuantization,
        prefillQuantization,
        engine,
        mix,
        parallelism,
        speculation,
        promptsPerStep,
        efficiency);
  }

  /** Reason why the layout is impossible; empty where it is possible. */
  Optional<String> objection() {
    if (mix.link().isEmpty() && !parallelism.prefill().equals(parallelism.decode())) {
      return Optional.of("colocated: prefill and decode must have the same sharding");
    }
    if (mix.link().isEmpty() && !prefillQuantization.equals(quantization)) {
      return Optional.of("colocated: prefill and decode must have the same number formats");
    }
    return objectionToStageKinds()
        .or(this::objectionToDecodeContext)
        .or(this::objectionToPrefillContext)
        .or(this::objectionToDecodeSharding)
        .or(this::objectionToPrefillSharding);
  }

  /**
   * Reason why the prefill side of a pair of pools is impossible, whatever the decode side is. A
   * pair is possible where neither side has an objection.
   */
  Optional<String> objectionToPrefill() {
    return objectionToPrefillContext().or(this::objectionToPrefillSharding);
  }

  /** Reason why the decode side of a pair of pools is impossible, whatever the prefill side is. */
  Optional<String> objectionToDecode() {
    return objectionToDecodeContext().or(this::objectionToDecodeSharding);
  }

  /** Several kinds of accelerator in a replica have an equal number of stages each. */
  private Optional<String> objectionToStageKinds() {
    int kinds = mix.stageKinds().size();
    if (kinds == 0) {
      return Optional.empty();
    }
    int stages = parallelism.decode().pp();
    if (stages % kinds != 0) {
      return Optional.of(
          "decode: "
              + stages
              + (stages == 1 ? " pipeline stage" : " pipeline stages")
              + " cannot be dealt to "
              + kinds
              + " kinds of accelerator; pp must be a multiple of them");
    }
    return speculation.drafts() > 0
        ? Optional.of("decode: drafts are not modelled for several kinds of accelerator")
        : Optional.empty();
  }

  /** Each kind of context parallelism belongs to one phase. */
  private Optional<String> objectionToDecodeContext() {
    return parallelism.decode().cp() > 1
        ? Optional.of(
            "decode: context parallelism is of pools that only prefill; decode has dcp for it")
        : Optional.empty();
  }

  private Optional<String> objectionToPrefillContext() {
    return mix.link().isPresent() && parallelism.prefill().dcp() > 1
        ? Optional.of("prefill: decode context parallelism is of pools that decode")
        : Optional.empty();
  }

  private Optional<String> objectionToDecodeSharding() {
    return mix.feedForward().isEmpty() ? objectionToWholeDecode() : objectionToSplitDecode();
  }

  private Optional<String> objectionToWholeDecode() {
    Sharding decode = parallelism.decode();
    return parallelism.feedForward().equals(decode)
        ? decode.objection(model).map(reason -> "decode: " + reason)
        : Optional.of(
            "ffn: must have the sharding of decode unless the deployment is attention-ffn");
  }

  private Optional<String> objectionToSplitDecode() {
    Sharding attention = parallelism.decode();
    Sharding feedForward = parallelism.feedForward();
    if (attention.pp() > 1 || feedForward.pp() > 1) {
      return Optional.of("decode: an attention-ffn deployment must have no pipeline stages");
    }
    if (feedForward.cp() > 1) {
      return Optional.of("ffn: context parallelism is of pools that prefill");
    }
    if (attention.twoBatchOverlap() || feedForward.twoBatchOverlap()) {
      return Optional.of("decode: attention-ffn overlaps its own micro-batches, not two batches");
    }
    if (speculation.drafts() > 0) {
      return Optional.of("decode: speculative decoding is not modelled for attention-ffn");
    }
    return attention
        .objection(model, Part.ATTENTION)
        .map(reason -> "attention: " + reason)
        .or(() -> feedForward.objection(model, Part.FEED_FORWARD).map(reason -> "ffn: " + reason));
  }

  private Optional<String> objectionToPrefillSharding() {
    return parallelism.prefill().objection(model).map(reason -> "prefill: " + reason);
  }

  /**
   * Returns the engine on an accelerator, as it serves the model.
   *
   * @param defaults engines of efficiency profiles by accelerator id
   */
  Engine engine(Accelerator accelerator, Map<String, Engine> defaults) {
    return engine.on(accelerator, defaults).serving(model.id());
  }

  /**
   * Returns the efficiency profile of an accelerator, with the kernels of its engine in it. The
   * roofline is that of every engine.
   */
  EfficiencyProfile profile(Accelerator accelerator, DesignSpace space) {
    EfficiencyProfile profile = efficiency.profile(accelerator.id(), space.profiles());
    return efficiency == EfficiencyMode.IDEAL
        ? profile
        : engine(accelerator, space.engines()).on(profile);
  }
}
