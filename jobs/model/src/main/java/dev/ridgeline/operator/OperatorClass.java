package dev.ridgeline.operator;

/** The classes by which operational intensity is reported. */
public enum OperatorClass {
  /** Products with weights around the attention core. */
  PROJECTION,
  /** Scores and weighted values: the only class whose bytes grow with the context. */
  ATTENTION,
  /** Dense feed-forward, router, experts. */
  FFN,
  /** LM head. */
  HEAD
}
