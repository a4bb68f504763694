package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.operator.Part;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.space.EfficiencyChoice;
import dev.ridgeline.space.Speculation;
import java.util.Map;
import java.util.Optional;

/**
 * How a model is to be laid over the accelerators of a mix.
 *
 * @param model the model
 * @param quantization its number formats
 * @param mix the accelerators
 * @param parallelism sharding of each pool
 * @param speculation whether tokens are drafted
 * @param efficiency which profiles the accelerators are evaluated with
 */
record Layout(
    Model model,
    Quantization quantization,
    HardwareMix mix,
    Parallelism parallelism,
    Speculation speculation,
    EfficiencyChoice efficiency) {

  /** Why the model cannot be laid out like this; empty where it can. */
  Optional<String> objection() {
    if (mix.link().isEmpty() && !parallelism.prefill().equals(parallelism.decode())) {
      return Optional.of("colocated phases share one sharding");
    }
    return mix.feedForward().isEmpty() ? objectionInOnePiece() : objectionApart();
  }

  private Optional<String> objectionInOnePiece() {
    Sharding decode = parallelism.decode();
    return parallelism.feedForward().equals(decode)
        ? decode.objection(model).map(reason -> "decode: " + reason).or(this::objectionToPrefill)
        : Optional.of("ffn: decode in one piece has one sharding");
  }

  private Optional<String> objectionApart() {
    Sharding attention = parallelism.decode();
    Sharding feedForward = parallelism.feedForward();
    if (attention.pp() > 1 || feedForward.pp() > 1) {
      return Optional.of("decode: attention and ffn apart have no pipeline stages");
    }
    if (speculation.drafts() > 0) {
      return Optional.of("decode: drafting with attention and ffn apart is not modelled");
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

  /** The profile that an accelerator is evaluated with, given those of the catalog. */
  EfficiencyProfile profile(Accelerator accelerator, Map<String, EfficiencyProfile> calibrated) {
    return efficiency.profile(accelerator.id(), calibrated);
  }

  /** The weakest basis of all profiles that the accelerators are evaluated with. */
  EfficiencyProfile.Basis basis(Map<String, EfficiencyProfile> calibrated) {
    Accelerator decode = mix.decode();
    Accelerator feedForward = mix.feedForward().orElse(decode);
    return weaker(
        profile(feedForward, calibrated).basis(),
        weaker(profile(mix.prefill(), calibrated).basis(), profile(decode, calibrated).basis()));
  }

  private static EfficiencyProfile.Basis weaker(
      EfficiencyProfile.Basis one, EfficiencyProfile.Basis other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
