package dev.ridgeline.space;

/**
 * The axes of the grid, slowest first: what depends only on the outer ones is computed once for
 * each run of the inner ones.
 */
public enum Axis {
  MODEL,
  QUANTIZATION,
  HARDWARE,
  PARALLELISM,
  SPECULATION,
  EFFICIENCY,
  WORKFLOW,
  CONTEXT,
  BATCH,
  KV_POLICY,
  TARIFF,
  FLEET
}
