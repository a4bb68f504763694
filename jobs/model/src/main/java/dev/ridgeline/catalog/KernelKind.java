package dev.ridgeline.catalog;

/** The kinds of kernel whose efficiencies are measured separately. */
public enum KernelKind {
  /** Dense matrix products: projections, dense and shared feed-forward, router, LM head. */
  GEMM,
  /** Grouped products over the routed experts, both matrices in one. */
  EXPERTS,
  PREFILL_ATTENTION,
  DECODE_ATTENTION,
  PREFILL_LATENT_ATTENTION,
  DECODE_LATENT_ATTENTION
}
