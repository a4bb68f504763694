package dev.ridgeline.deployment;

import dev.ridgeline.cost.StepCost;

/**
 * The part of a plan that decode alone decides, of one kind of request at one batch.
 *
 * <p>Filled by one thread; afterwards only read, and then shared by all plans that have this side.
 */
public final class DecodeSide {

  private static final StepCost NOTHING = new StepCost();

  private StepCost ownFeedForwardCost;
  final StepCost cost = new StepCost();
  StepCost feedForwardCost = NOTHING;
  Replica replica;
  Replica feedForwardReplica;
  double batch;
  double sequencesThatFit;
  double maxBatch;
  boolean fits;
  boolean feedForwardFits;
  double usableBytes;
  double neededBytes;
  double feedForwardNeededBytes;
  double stateBytes;
  double workspaceBytes;
  double spilledBytes;
  double stepSeconds;
  double tokensPerStep;
  double exchangeSeconds;
  double exchangeBytes;
  double exchangeJoules;

  /** Makes decode one in one piece, with costs to be added. */
  void clear() {
    cost.clear();
    feedForwardCost = NOTHING;
    feedForwardReplica = null;
    exchangeSeconds = 0;
    exchangeBytes = 0;
    exchangeJoules = 0;
  }

  /** Makes decode one with a feed-forward side, with costs to be added. */
  StepCost beginFeedForward(Replica replica) {
    if (ownFeedForwardCost == null) {
      ownFeedForwardCost = new StepCost();
    }
    ownFeedForwardCost.clear();
    feedForwardCost = ownFeedForwardCost;
    feedForwardReplica = replica;
    return feedForwardCost;
  }

  /** Accelerators of a decode replica, both sides of it. */
  int accelerators() {
    int ofState = replica.accelerators();
    return feedForwardReplica == null ? ofState : ofState + feedForwardReplica.accelerators();
  }

  /** Share of the state of the batch that lies in the tier; 0 where the batch does not fit. */
  double spilledShare() {
    return fits && spilledBytes > 0 ? spilledBytes / stateBytes : 0;
  }

  /** Time of a sequence from token to token where nothing else runs. */
  double secondsPerToken() {
    return stepSeconds / tokensPerStep;
  }

  /** Resident weights and workspace of an accelerator that keeps state. */
  double fixedBytes() {
    return replica.weightBytes() + workspaceBytes;
  }

  /** Resident weights of a decode replica, both sides of it, divided by its batch. */
  double weightFootprintBytes() {
    double ofState = replica.weightBytes() * replica.accelerators();
    double ofFeedForward =
        feedForwardReplica == null
            ? 0
            : feedForwardReplica.weightBytes() * feedForwardReplica.accelerators();
    return (ofState + ofFeedForward) / batch;
  }

  /** Workspace of a decode replica, divided by its batch. */
  double activationFootprintBytes() {
    return workspaceBytes * replica.accelerators() / batch;
  }
}
