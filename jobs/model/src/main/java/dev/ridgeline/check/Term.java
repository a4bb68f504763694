package dev.ridgeline.check;

import dev.ridgeline.cost.OperatorCost;

/** The parts of a predicted time, by what they are spent on. They sum to the time. */
public enum Term {
  /** Products with the weights of attention. */
  PROJECTIONS,
  /** Scores and weighted values of attention. */
  ATTENTION,
  /** Products of dense and shared feed-forward layers, and routers. */
  FEED_FORWARD,
  /** Products of routed experts. */
  EXPERTS,
  /** Product of the LM head. */
  HEAD,
  /** Launches of kernels. */
  LAUNCHES,
  /** Time of the processor. */
  HOST,
  /** Collectives between accelerators that split a layer. */
  ALL_REDUCE,
  /** Exchanges of tokens with the accelerators of their experts. */
  ALL_TO_ALL,
  /** Hops between pipeline stages, and waits for the fullest of them. */
  PIPELINE,
  /** Delay of decodes by prompts that pass in between, or of prompts by decodes beside them. */
  INTERFERENCE,
  /** Wait for a place among the running sequences. */
  QUEUE;

  /** The term of what an operator or a collective does. Its launch belongs to another. */
  static Term of(OperatorCost row) {
    if (row.operatorClass().isEmpty()) {
      return switch (row.name()) {
        case "host" -> HOST;
        case "stage wait", "pipeline hop" -> PIPELINE;
        case "expert dispatch", "expert combine" -> ALL_TO_ALL;
        default -> ALL_REDUCE;
      };
    }
    return switch (row.operatorClass().get()) {
      case PROJECTION -> PROJECTIONS;
      case ATTENTION -> ATTENTION;
      case HEAD -> HEAD;
      case FFN -> row.name().equals("experts") ? EXPERTS : FEED_FORWARD;
    };
  }
}
