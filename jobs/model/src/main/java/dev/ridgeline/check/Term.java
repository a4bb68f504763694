package dev.ridgeline.check;

import dev.ridgeline.cost.OperatorCost;

/** The parts of a predicted time, by what they are spent on. They sum to the time. */
public enum Term {
  PROJECTIONS("products with the weights of attention"),
  ATTENTION("scores and weighted values of attention"),
  FEED_FORWARD("products of dense and shared feed-forward layers, and routers"),
  EXPERTS("products of routed experts"),
  HEAD("the product of the LM head"),
  LAUNCHES("launches of kernels"),
  HOST("work of the processor"),
  ALL_REDUCE("collectives between accelerators that split a layer"),
  ALL_TO_ALL("exchanges of tokens with the accelerators of their experts"),
  PIPELINE("hops between pipeline stages, and waits for the fullest of them"),
  INTERFERENCE(
      "the delay of decodes by prompts that pass in between, or of prompts by decodes beside them"),
  QUEUE("the wait for a place among the running sequences");

  private final String doc;

  Term(String doc) {
    this.doc = doc;
  }

  /** What the time is spent on, for people. */
  String doc() {
    return doc;
  }

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
