package dev.ridgeline.catalog;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.config.InvalidValueException;
import java.util.Map;
import java.util.Optional;

/**
 * Efficiencies of an accelerator: the shares of its peaks that kernels reach, by kind of kernel.
 * The id is that of the accelerator.
 *
 * @param basis origin of the numbers
 * @param engine catalog id of the engine whose kernels they are of; it serves where a sweep names
 *     none
 * @param gemm efficiency of dense products, by precision
 * @param experts efficiency of products over routed experts, by precision
 * @param prefillAttention efficiency of attention in prefill, by format of the KV cache
 * @param decodeAttention efficiency of attention in decode, by format of the KV cache
 * @param prefillLatentAttention efficiency of latent attention in prefill, by format of the KV
 *     cache
 * @param decodeLatentAttention efficiency of latent attention in decode, by format of the KV cache
 * @param scaleUp efficiency of collectives inside the scale-up domain
 * @param scaleOut efficiency of collectives between scale-up domains
 */
public record EfficiencyProfile(
    String id,
    Basis basis,
    String engine,
    Map<Precision, KernelEfficiency> gemm,
    Map<Precision, KernelEfficiency> experts,
    Map<Precision, KernelEfficiency> prefillAttention,
    Map<Precision, KernelEfficiency> decodeAttention,
    Map<Precision, KernelEfficiency> prefillLatentAttention,
    Map<Precision, KernelEfficiency> decodeLatentAttention,
    LinkEfficiency scaleUp,
    LinkEfficiency scaleOut,
    Map<String, String> sources)
    implements Entry {

  /** The pure roofline: full peaks, no overhead and no latency. */
  public static final EfficiencyProfile IDEAL = ideal();

  public EfficiencyProfile {
    gemm = withBf16("gemm", gemm);
    experts = withBf16("experts", experts);
    prefillAttention = withBf16("prefillAttention", prefillAttention);
    decodeAttention = withBf16("decodeAttention", decodeAttention);
    prefillLatentAttention = withBf16("prefillLatentAttention", prefillLatentAttention);
    decodeLatentAttention = withBf16("decodeLatentAttention", decodeLatentAttention);
    sources = Map.copyOf(sources);
    Sources.requireFor(
        sources,
        "gemm",
        "experts",
        "prefillAttention",
        "decodeAttention",
        "prefillLatentAttention",
        "decodeLatentAttention",
        "scaleUp",
        "scaleOut");
  }

  /** This profile with the id of another accelerator. */
  public EfficiencyProfile of(String otherId) {
    return new EfficiencyProfile(
        otherId,
        basis,
        engine,
        gemm,
        experts,
        prefillAttention,
        decodeAttention,
        prefillLatentAttention,
        decodeLatentAttention,
        scaleUp,
        scaleOut,
        sources);
  }

  /** The origin of the numbers of a profile, best first. */
  public enum Basis {
    /** Fitted to measurements of this accelerator. */
    MEASURED,
    /** The median of the measured accelerators, for one that nobody measured. */
    CLASS_DEFAULT,
    /** The roofline, which no accelerator reaches. */
    IDEAL
  }

  /** Efficiencies of a kind of kernel, by the formats that have a row of their own. */
  Map<Precision, KernelEfficiency> kernels(KernelKind kind) {
    return switch (kind) {
      case GEMM -> gemm;
      case EXPERTS -> experts;
      case PREFILL_ATTENTION -> prefillAttention;
      case DECODE_ATTENTION -> decodeAttention;
      case PREFILL_LATENT_ATTENTION -> prefillLatentAttention;
      case DECODE_LATENT_ATTENTION -> decodeLatentAttention;
    };
  }

  /**
   * The efficiency of a kernel in a format. A format without a row of its own has that of the next
   * wider one.
   */
  public KernelEfficiency kernel(KernelKind kind, Precision format) {
    Map<Precision, KernelEfficiency> byFormat = kernels(kind);
    Optional<Precision> candidate = Optional.of(format);
    while (candidate.isPresent()) {
      KernelEfficiency efficiency = byFormat.get(candidate.get());
      if (efficiency != null) {
        return efficiency;
      }
      candidate = candidate.get().wider();
    }
    throw new IllegalStateException(id + " has no bf16 row of " + EnumName.of(kind));
  }

  private static Map<Precision, KernelEfficiency> withBf16(
      String field, Map<Precision, KernelEfficiency> byFormat) {
    if (!byFormat.containsKey(Precision.BF16)) {
      throw new InvalidValueException(
          field, "has no bf16. Allowed: a bf16 row, and rows of other formats beside it.");
    }
    return Map.copyOf(byFormat);
  }

  private static EfficiencyProfile ideal() {
    Map<Precision, KernelEfficiency> roofline = Map.of(Precision.BF16, KernelEfficiency.IDEAL);
    String source = "the roofline";
    return new EfficiencyProfile(
        "ideal",
        Basis.IDEAL,
        "ideal",
        roofline,
        roofline,
        roofline,
        roofline,
        roofline,
        roofline,
        LinkEfficiency.IDEAL,
        LinkEfficiency.IDEAL,
        Map.of(
            "gemm", source,
            "experts", source,
            "prefillAttention", source,
            "decodeAttention", source,
            "prefillLatentAttention", source,
            "decodeLatentAttention", source,
            "scaleUp", source,
            "scaleOut", source));
  }
}
