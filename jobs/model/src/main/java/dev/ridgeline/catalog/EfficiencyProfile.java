package dev.ridgeline.catalog;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.config.InvalidValueException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Efficiencies of an accelerator: the shares of its peaks that kernels reach, by kind of kernel.
 * The id is that of the accelerator.
 *
 * @param id catalog id of the accelerator, and name of the file
 * @param basis origin of the numbers of rows that state none
 * @param engine catalog id of the engine whose kernels they are of; it serves where a sweep names
 *     none
 * @param gemm efficiency of dense products, by precision
 * @param experts efficiency of products over routed experts, by precision
 * @param prefillAttention efficiency of attention in prefill, by format of the KV cache
 * @param decodeAttention efficiency of attention in decode, by format of the KV cache
 * @param prefillLatentAttention efficiency of latent attention in prefill, by format of the KV
 *     cache
 * @param decodeLatentAttention efficiency of latent attention in decode, by format of the KV cache
 * @param fourBitWeights efficiency of products over weights of 4 bits that are widened, by kind and
 *     precision of the product. The kinds are {@code four-bit-gemm} and {@code four-bit-experts}.
 *     Without a row, the kernels of wider weights stand in
 * @param scaleUp efficiency of collectives inside the scale-up domain
 * @param scaleOut efficiency of collectives between scale-up domains
 * @param sources where each number comes from, by field or by part of one
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
    Map<KernelKind, Map<Precision, KernelEfficiency>> fourBitWeights,
    LinkEfficiency scaleUp,
    LinkEfficiency scaleOut,
    Map<String, String> sources)
    implements Entry {

  /** Field of the rows of weights of 4 bits. */
  static final String FOUR_BIT_WEIGHTS = "fourBitWeights";

  /** The pure roofline: full peaks, no overhead and no latency. */
  public static final EfficiencyProfile IDEAL = ideal();

  public EfficiencyProfile {
    gemm = withBf16("gemm", gemm);
    experts = withBf16("experts", experts);
    prefillAttention = withBf16("prefillAttention", prefillAttention);
    decodeAttention = withBf16("decodeAttention", decodeAttention);
    prefillLatentAttention = withBf16("prefillLatentAttention", prefillLatentAttention);
    decodeLatentAttention = withBf16("decodeLatentAttention", decodeLatentAttention);
    fourBitWeights = fourBit(fourBitWeights);
    sources = Map.copyOf(sources);
    List<String> fields =
        new ArrayList<>(
            List.of(
                "gemm",
                "experts",
                "prefillAttention",
                "decodeAttention",
                "prefillLatentAttention",
                "decodeLatentAttention",
                "scaleUp",
                "scaleOut"));
    if (!fourBitWeights.isEmpty()) {
      fields.add(FOUR_BIT_WEIGHTS);
    }
    Sources.requireFor(sources, fields.toArray(String[]::new));
  }

  @JsonCreator
  static EfficiencyProfile of(
      @JsonProperty("id") String id,
      @JsonProperty("basis") Basis basis,
      @JsonProperty("engine") String engine,
      @JsonProperty("gemm") Map<Precision, KernelEfficiency> gemm,
      @JsonProperty("experts") Map<Precision, KernelEfficiency> experts,
      @JsonProperty("prefillAttention") Map<Precision, KernelEfficiency> prefillAttention,
      @JsonProperty("decodeAttention") Map<Precision, KernelEfficiency> decodeAttention,
      @JsonProperty("prefillLatentAttention")
          Map<Precision, KernelEfficiency> prefillLatentAttention,
      @JsonProperty("decodeLatentAttention") Map<Precision, KernelEfficiency> decodeLatentAttention,
      @JsonProperty("fourBitWeights")
          Optional<Map<KernelKind, Map<Precision, KernelEfficiency>>> fourBitWeights,
      @JsonProperty("scaleUp") LinkEfficiency scaleUp,
      @JsonProperty("scaleOut") LinkEfficiency scaleOut,
      @JsonProperty("sources") Map<String, String> sources) {
    return new EfficiencyProfile(
        id,
        basis,
        engine,
        gemm,
        experts,
        prefillAttention,
        decodeAttention,
        prefillLatentAttention,
        decodeLatentAttention,
        fourBitWeights.orElse(Map.of()),
        scaleUp,
        scaleOut,
        sources);
  }

  private static Map<KernelKind, Map<Precision, KernelEfficiency>> fourBit(
      Map<KernelKind, Map<Precision, KernelEfficiency>> rows) {
    Map<KernelKind, Map<Precision, KernelEfficiency>> copied = new EnumMap<>(KernelKind.class);
    rows.forEach(
        (kind, byFormat) -> {
          if (kind != KernelKind.FOUR_BIT_GEMM && kind != KernelKind.FOUR_BIT_EXPERTS) {
            throw new InvalidValueException(
                "fourBitWeights/" + EnumName.of(kind),
                "is no kind of these kernels. Allowed: four-bit-gemm, four-bit-experts.");
          }
          copied.put(kind, Map.copyOf(byFormat));
        });
    return Collections.unmodifiableMap(copied);
  }

  /** This profile with another id, for a variant that no kernel tells from its accelerator. */
  public EfficiencyProfile named(String otherId) {
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
        fourBitWeights,
        scaleUp,
        scaleOut,
        sources);
  }

  /**
   * This profile with the id of a variant of its accelerator. What was measured on the accelerator
   * was not measured on the variant.
   */
  public EfficiencyProfile of(String otherId) {
    return new EfficiencyProfile(
        otherId,
        with(basis, Basis.VARIANT),
        engine,
        with(gemm, Basis.VARIANT),
        with(experts, Basis.VARIANT),
        with(prefillAttention, Basis.VARIANT),
        with(decodeAttention, Basis.VARIANT),
        with(prefillLatentAttention, Basis.VARIANT),
        with(decodeLatentAttention, Basis.VARIANT),
        withAll(fourBitWeights, Basis.VARIANT),
        with(scaleUp, Basis.VARIANT),
        with(scaleOut, Basis.VARIANT),
        sources);
  }

  /**
   * This profile for an engine that its kernels are not of. What was measured with another engine
   * stands in for what was not.
   */
  EfficiencyProfile standingIn() {
    return notMeasured(Basis.OTHER_ENGINE);
  }

  /** This profile where what was measured has another basis. */
  EfficiencyProfile notMeasured(Basis instead) {
    return new EfficiencyProfile(
        id,
        with(basis, instead),
        engine,
        with(gemm, instead),
        with(experts, instead),
        with(prefillAttention, instead),
        with(decodeAttention, instead),
        with(prefillLatentAttention, instead),
        with(decodeLatentAttention, instead),
        withAll(fourBitWeights, instead),
        with(scaleUp, instead),
        with(scaleOut, instead),
        sources);
  }

  /** What becomes of a basis where measurements are of something else. */
  private static Basis with(Basis basis, Basis instead) {
    return basis == Basis.MEASURED ? instead : basis;
  }

  private static @Nullable Basis ofRow(@Nullable Basis basis, Basis instead) {
    return basis == null ? null : with(basis, instead);
  }

  private static LinkEfficiency with(LinkEfficiency link, Basis instead) {
    return new LinkEfficiency(
        link.bandwidth(),
        link.latencySeconds(),
        link.byGroup(),
        link.lowLatencyAllToAllSeconds(),
        ofRow(link.basis(), instead));
  }

  private static Map<Precision, KernelEfficiency> with(
      Map<Precision, KernelEfficiency> byFormat, Basis instead) {
    Map<Precision, KernelEfficiency> copied = new EnumMap<>(Precision.class);
    byFormat.forEach(
        (format, row) ->
            copied.put(
                format,
                new KernelEfficiency(
                    row.compute(),
                    row.bandwidth(),
                    row.overheadSeconds(),
                    row.halfSaturationTokens(),
                    ofRow(row.basis(), instead))));
    return copied;
  }

  private static Map<KernelKind, Map<Precision, KernelEfficiency>> withAll(
      Map<KernelKind, Map<Precision, KernelEfficiency>> byKind, Basis instead) {
    Map<KernelKind, Map<Precision, KernelEfficiency>> copied = new EnumMap<>(KernelKind.class);
    byKind.forEach((kind, byFormat) -> copied.put(kind, with(byFormat, instead)));
    return copied;
  }

  /** The origin of the numbers of a profile, best first. */
  public enum Basis {
    /** Fitted to measurements of this accelerator. */
    MEASURED,
    /** Fitted to measurements of whole servers with this accelerator and this engine. */
    FITTED,
    /** Copied from the accelerator that a variant changes. */
    VARIANT,
    /** Fitted to measurements of another engine on this accelerator. */
    OTHER_ENGINE,
    /** Follows from the measured accelerators, for one that nobody measured. */
    CLASS_DEFAULT,
    /** Assumed, for an accelerator or a network that the measured ones do not resemble. */
    ASSUMPTION,
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
      case FOUR_BIT_GEMM, FOUR_BIT_EXPERTS -> fourBitWeights.getOrDefault(kind, Map.of());
    };
  }

  /** Whether a kind of kernel has a row of its own in a format. */
  public boolean has(KernelKind kind, Precision format) {
    return kernels(kind).containsKey(format);
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

  /**
   * The evidence for {@link #kernel} in a format. A format without a row of its own has no
   * measurement.
   */
  public Evidence evidence(KernelKind kind, Precision format) {
    Evidence ofRow = Evidence.of(requireNonNullElse(kernel(kind, format).basis(), basis));
    return kernels(kind).containsKey(format) ? ofRow : ofRow.weaker(Evidence.WIDER_FORMAT);
  }

  /** The evidence for collectives inside the scale-up domain. */
  public Evidence scaleUpEvidence() {
    return Evidence.of(requireNonNullElse(scaleUp.basis(), basis));
  }

  /** The evidence for collectives between scale-up domains. */
  public Evidence scaleOutEvidence() {
    return Evidence.of(requireNonNullElse(scaleOut.basis(), basis));
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
        Map.of(),
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
