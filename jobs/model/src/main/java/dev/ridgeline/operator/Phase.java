package dev.ridgeline.operator;

/** The two kinds of step: reading a prompt, and generating a token for each running sequence. */
public enum Phase {
  PREFILL,
  DECODE
}
