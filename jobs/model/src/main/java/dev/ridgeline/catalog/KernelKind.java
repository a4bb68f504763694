package dev.ridgeline.catalog;

/** The kinds of kernel whose efficiencies are measured separately. */
public enum KernelKind {
  /** Dense matrix products: projections, dense and shared feed-forward, router, LM head. */
  GEMM,
  /** Grouped products over the routed experts, both matrices in one. */
  EXPERTS,
  /** Dense products whose weights have 4 bits and are widened to the format of the product. */
  FOUR_BIT_GEMM,
  /** Grouped products over routed experts with such weights. */
  FOUR_BIT_EXPERTS,
  PREFILL_ATTENTION,
  DECODE_ATTENTION,
  PREFILL_LATENT_ATTENTION,
  DECODE_LATENT_ATTENTION;

  /** The kind for weights of 4 bits, of a kind of product; this kind for attention. */
  public KernelKind ofFourBits() {
    return switch (this) {
      case GEMM -> FOUR_BIT_GEMM;
      case EXPERTS -> FOUR_BIT_EXPERTS;
      default -> this;
    };
  }
}
