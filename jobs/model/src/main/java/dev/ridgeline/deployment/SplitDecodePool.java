package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Link;
import dev.ridgeline.cost.Roofline;
import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepListener;
import dev.ridgeline.operator.Exchange;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.workload.Request;
import java.util.Optional;

/**
 * Decode with attention and feed-forward on accelerators of their own: the replica keeps the state
 * and runs attention, another runs feed-forward layers and experts for all its sequences, and the
 * tokens cross the link twice in every layer (MegaScale-Infer, arXiv 2504.02263).
 *
 * <p>The batch is cut into m micro-batches that chase each other, so that one side works while the
 * other waits. With a, f and x the times that one of them needs for attention, feed-forward and
 * exchange in all layers, each of those is busy with every micro-batch in turn, and a micro-batch
 * passes all three: {@code step = max(a + f + x, m * max(a, f, x))}.
 */
public final class SplitDecodePool extends DecodePool {

  private final Replica feedForward;
  private final Link link;
  private final Exchange exchange;
  private final int microBatches;
  private final int batchParts;

  /**
   * @param attention replica of the attention side
   * @param feedForward replica of the feed-forward side
   * @param exchange what crosses between them
   */
  public SplitDecodePool(
      Replica attention,
      Replica feedForward,
      Link link,
      Exchange exchange,
      KvTier tier,
      ServingSettings settings) {
    this(attention, feedForward, link, exchange, tier, settings, 0);
  }

  /** As above, a pool that remembers what it planned in so many slots. */
  public SplitDecodePool(
      Replica attention,
      Replica feedForward,
      Link link,
      Exchange exchange,
      KvTier tier,
      ServingSettings settings,
      int slots) {
    super(new DecodeReplicas(attention, Optional.of(feedForward)), tier, slots);
    this.feedForward = feedForward;
    this.link = link;
    this.exchange = exchange;
    this.microBatches = settings.microBatches();
    int parts = attention.batchParts();
    while (parts % feedForward.batchParts() != 0) {
      parts += attention.batchParts();
    }
    this.batchParts = parts;
  }

  /** The replica that runs feed-forward layers and experts. */
  public Replica feedForward() {
    return feedForward;
  }

  @Override
  public int batchParts() {
    return batchParts;
  }

  @Override
  DecodeCapacity.FeedForward feedForwardCapacity(double batch, Speedup speedup) {
    double perGroup = batch / feedForward.attentionGroups();
    return new DecodeCapacity.FeedForward(
        feedForward.weightBytes() + feedForward.decodeWorkspaceBytes(perGroup * tokensPerStep()),
        feedForward.usableBytes() * speedup.capacity());
  }

  @Override
  DecodeStep step(
      Request request,
      double batch,
      double spilledShare,
      Speedup speedup,
      PlanListener listener,
      StepCost tally) {
    double inFlight = Math.min(microBatches, Math.max(1, batch / batchParts()));
    double microBatch = batch / inFlight;
    PlanListener ofAll = listener.times(inFlight);
    PlanListener.Side attentionSide = PlanListener.Side.DECODE_ATTENTION;
    double tokens = tally(request, microBatch, spilledShare, speedup, attentionSide, ofAll, tally);
    StepCost ofFeedForward = feedForwardCost(request, microBatch, speedup, ofAll);
    double bytes = microBatch * tokensPerStep() * exchange.bytesPerToken();
    double crossing = crossingSeconds(bytes, speedup);

    double attention = tally.seconds();
    double experts = ofFeedForward.seconds();
    double slowest = Math.max(Math.max(attention, experts), crossing);
    double seconds = Math.max(attention + experts + crossing, inFlight * slowest);
    tally.multiply(inFlight);
    ofFeedForward.multiply(inFlight);
    double exchanged = bytes * inFlight;
    DecodeStep.FeedForward otherSide =
        new DecodeStep.FeedForward(
            ofFeedForward, crossing * inFlight, exchanged, exchanged * link.joulesPerByte());
    return new DecodeStep(
        replicas(), batch, spilledShare, tally, Optional.of(otherSide), seconds, tokens);
  }

  /** What one micro-batch costs the feed-forward side. */
  private StepCost feedForwardCost(
      Request request, double microBatch, Speedup speedup, PlanListener listener) {
    StepCost cost = new StepCost();
    double sequences = microBatch / feedForward.batchParts();
    double tierRate = tier().bytesPerSecond();
    StepListener heard = listener.of(PlanListener.Side.DECODE_FEED_FORWARD, feedForward);
    StepShape shape = stepShape(request, sequences);
    feedForward.decode().add(shape, 1, 0, tierRate, speedup, heard, cost);
    return cost;
  }

  /** Time that bytes of one micro-batch take between the sides, in all layers. */
  private double crossingSeconds(double bytes, Speedup speedup) {
    int narrower = Math.min(replica().accelerators(), feedForward.accelerators());
    return Roofline.transferSeconds(
        exchange.hops() * link.latencySeconds(),
        bytes,
        narrower * link.bytesPerSecond() * speedup.link());
  }
}
