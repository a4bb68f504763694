package dev.ridgeline.operator;

/**
 * The two kinds of step. Prefill reads prompts, and decode generates tokens for each running
 * sequence.
 */
public enum Phase {
  PREFILL,
  DECODE
}
