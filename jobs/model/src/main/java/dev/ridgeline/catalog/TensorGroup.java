package dev.ridgeline.catalog;

/**
 * The parts of a model that a quantization scheme treats differently. Released FP8 and FP4
 * checkpoints keep embedding, LM head and router at 16 bits, and many quantize only the routed
 * experts.
 */
public enum TensorGroup {
  ATTENTION,
  DENSE_FFN,
  EXPERTS,
  SHARED_EXPERTS,
  ROUTER,
  EMBEDDING,
  NORMS
}
