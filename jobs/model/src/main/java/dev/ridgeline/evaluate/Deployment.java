package dev.ridgeline.evaluate;

import dev.ridgeline.deployment.Planner;

/** What comes of laying a model over the accelerators of a mix. */
sealed interface Deployment {

  /**
   * It can be done.
   *
   * @param planner plans how the replicas serve
   * @param wrongBatch what is said of a batch that cannot be cut into the parts that it must
   */
  record Possible(Planner planner, Outcome wrongBatch) implements Deployment {

    static Possible of(Planner planner) {
      int parts = planner.decodePool().batchParts();
      String detail = "decode: the batch is no multiple of the " + parts + " parts it is cut into";
      return new Possible(planner, new Outcome(Status.INVALID_PARALLELISM, detail));
    }
  }

  /** It cannot, for this reason. */
  record Impossible(Outcome reason) implements Deployment {}
}
