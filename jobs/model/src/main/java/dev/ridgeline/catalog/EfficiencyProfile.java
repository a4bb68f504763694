package dev.ridgeline.catalog;

import dev.ridgeline.config.InvalidValueException;
import java.util.Map;
import java.util.Optional;

/**
 * How far from its peaks an accelerator runs, by kind of kernel. The id is that of the accelerator.
 *
 * @param basis where the numbers come from
 * @param gemm by precision of the product
 * @param experts by precision of the product
 * @param prefillAttention by format of the KV cache
 * @param decodeAttention by format of the KV cache
 * @param prefillLatentAttention by format of the KV cache
 * @param decodeLatentAttention by format of the KV cache
 * @param scaleUp collectives inside the scale-up domain
 * @param scaleOut collectives across it
 */
public record EfficiencyProfile(
    String id,
    Basis basis,
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

  /** The pure roofline: full peaks, no overhead, no latency. */
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

  /** This profile under another accelerator's id. */
  public EfficiencyProfile of(String otherId) {
    return new EfficiencyProfile(
        otherId,
        basis,
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

  /** Where the numbers of a profile come from, best first. */
  public enum Basis {
    /** Fitted to measurements of this accelerator. */
    MEASURED,
    /** No measurement: the median of accelerators that have one. */
    CLASS_DEFAULT,
    /** The roofline, which no machine reaches. */
    IDEAL
  }

  /** Efficiencies of a kind of kernel by the formats that have a row of their own. */
  public Map<Precision, KernelEfficiency> kernels(KernelKind kind) {
    return switch (kind) {
      case GEMM -> gemm;
      case EXPERTS -> experts;
      case PREFILL_ATTENTION -> prefillAttention;
      case DECODE_ATTENTION -> decodeAttention;
      case PREFILL_LATENT_ATTENTION -> prefillLatentAttention;
      case DECODE_LATENT_ATTENTION -> decodeLatentAttention;
    };
  }

  /** The efficiency of a kernel; a format without a row of its own uses the next wider one. */
  public KernelEfficiency kernel(KernelKind kind, Precision format) {
    Map<Precision, KernelEfficiency> byFormat = kernels(kind);
    Optional<Precision> candidate = Optional.of(format);
    while (candidate.isPresent() && !byFormat.containsKey(candidate.get())) {
      candidate = candidate.get().wider();
    }
    return byFormat.get(candidate.orElse(Precision.BF16));
  }

  private static Map<Precision, KernelEfficiency> withBf16(
      String field, Map<Precision, KernelEfficiency> byFormat) {
    if (!byFormat.containsKey(Precision.BF16)) {
      throw new InvalidValueException(
          field, "has no bf16. Allowed: a bf16 row, and others beside it.");
    }
    return Map.copyOf(byFormat);
  }

  private static EfficiencyProfile ideal() {
    Map<Precision, KernelEfficiency> roofline = Map.of(Precision.BF16, KernelEfficiency.IDEAL);
    String source = "the roofline";
    return new EfficiencyProfile(
        "ideal",
        Basis.IDEAL,
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
