package dev.ridgeline.operator;

/** The classes of operators by which operational intensity is reported. */
public enum OperatorClass {
  /** Products with weights before and after the attention core. */
  PROJECTION,
  /** Attention scores and weighted values: the only class whose bytes grow with the context. */
  ATTENTION,
  /** Dense feed-forward, router, experts. */
  FFN,
  /** LM head. */
  HEAD
}
