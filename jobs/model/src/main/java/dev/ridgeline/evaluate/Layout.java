package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.PromptsPerStep;
import dev.ridgeline.operator.Part;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.space.EfficiencyMode;
import dev.ridgeline.space.Speculation;
import java.util.Map;
import java.util.Optional;

/**
 * The layout of a model over the accelerators of a mix.
 *
 * @param model the model
 * @param quantization its number formats
 * @param mix the accelerators
 * @param parallelism sharding of each pool
 * @param speculation method and number of drafts
 * @param promptsPerStep prompts that prefill packs into a step
 * @param efficiency whether accelerators have calibrated profiles or the ideal one
 */
record Layout(
    Model model,
    Quantization quantization,
    HardwareMix mix,
    Parallelism parallelism,
    Speculation speculation,
    PromptsPerStep promptsPerStep,
    EfficiencyMode efficiency) {

  /** Reason why the layout is impossible; empty where it is possible. */
  Optional<String> objection() {
    if (mix.link().isEmpty() && !parallelism.prefill().equals(parallelism.decode())) {
      return Optional.of("colocated: prefill and decode must have the same sharding");
    }
    return mix.feedForward().isEmpty() ? objectionToWholeDecode() : objectionToSplitDecode();
  }

  private Optional<String> objectionToWholeDecode() {
    Sharding decode = parallelism.decode();
    return parallelism.feedForward().equals(decode)
        ? decode.objection(model).map(reason -> "decode: " + reason).or(this::objectionToPrefill)
        : Optional.of(
            "ffn: must have the sharding of decode unless the deployment is attention-ffn");
  }

  private Optional<String> objectionToSplitDecode() {
    Sharding attention = parallelism.decode();
    Sharding feedForward = parallelism.feedForward();
    if (attention.pp() > 1 || feedForward.pp() > 1) {
      return Optional.of("decode: an attention-ffn deployment must have no pipeline stages");
    }
    if (speculation.drafts() > 0) {
      return Optional.of("decode: speculative decoding is not modelled for attention-ffn");
    }
    return attention
        .objection(model, Part.ATTENTION)
        .map(reason -> "attention: " + reason)
        .or(() -> feedForward.objection(model, Part.FEED_FORWARD).map(reason -> "ffn: " + reason))
        .or(this::objectionToPrefill);
  }

  private Optional<String> objectionToPrefill() {
    return parallelism.prefill().objection(model).map(reason -> "prefill: " + reason);
  }

  /**
   * Returns the efficiency profile of an accelerator.
   *
   * @param calibrated profiles of the catalog by accelerator id
   */
  EfficiencyProfile profile(Accelerator accelerator, Map<String, EfficiencyProfile> calibrated) {
    return efficiency.profile(accelerator.id(), calibrated);
  }
}
