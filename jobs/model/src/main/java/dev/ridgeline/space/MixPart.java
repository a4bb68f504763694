package dev.ridgeline.space;

/** A part of a hardware mix, which a column of cells may depend on alone. */
public enum MixPart {
  /** How the phases share accelerators. */
  DEPLOYMENT,
  /** The accelerator that runs prefill. */
  PREFILL,
  /** The accelerator that runs decode, or its attention side. */
  DECODE,
  /** The accelerator that runs the feed-forward side of decode. */
  FEED_FORWARD,
  /** The link between pools. */
  LINK,
  /** The memory tier behind the accelerators that keep the state. */
  TIER
}
