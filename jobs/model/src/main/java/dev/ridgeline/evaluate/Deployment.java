package dev.ridgeline.evaluate;

import dev.ridgeline.deployment.Planner;

/** The result of laying a model over the accelerators of a mix. */
sealed interface Deployment {

  /**
   * The model can be laid over the accelerators.
   *
   * @param planner planner of its replicas
   * @param wrongBatch outcome of a batch that cannot be cut into equal parts
   */
  record Possible(Planner planner, Outcome wrongBatch) implements Deployment {

    static Possible of(Planner planner) {
      int parts = planner.decodePool().batchParts();
      String detail =
          "decode: the batch must be a multiple of the " + parts + " parts that it is cut into";
      return new Possible(planner, new Outcome(Status.INVALID_PARALLELISM, detail));
    }
  }

  /** The model cannot be laid over the accelerators, for this reason. */
  record Impossible(Outcome reason) implements Deployment {}
}
