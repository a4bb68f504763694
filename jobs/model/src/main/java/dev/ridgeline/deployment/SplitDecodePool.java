package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Link;
import dev.ridgeline.cost.Roofline;
import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepListener;
import dev.ridgeline.operator.Exchange;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.workload.Request;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A decode pool that is split between attention and feed-forward accelerators. One replica keeps
 * the state and runs attention. Another runs feed-forward layers and experts for all its sequences.
 * Tokens cross the link twice in every layer (MegaScale-Infer, arXiv 2504.02263).
 *
 * <p>The batch is cut into m micro-batches, so that one side works on one while the other works on
 * another. Let a, f and x be the times of one micro-batch for attention, feed-forward and exchange
 * in all layers. Each of the three is busy with every micro-batch in turn, and a micro-batch passes
 * all three. So {@code step = max(a + f + x, m * max(a, f, x))}.
 */
public final class SplitDecodePool extends DecodePool {

  private final Replica feedForward;
  private final Link link;
  private final Exchange exchange;
  private final int microBatches;
  private final int batchParts;

  /**
   * Makes a pool that does not remember plans.
   *
   * @param attention replica of the attention side
   * @param tier memory behind each accelerator of the attention side
   * @param feedForward replica of the feed-forward side
   * @param exchange traffic between the sides
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

  /** Makes a pool that remembers its plans in this many slots. */
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
    this.batchParts = commonMultiple(attention.batchParts(), feedForward.batchParts());
  }

  /** The least common multiple, or the largest int where that is larger than any batch. */
  private static int commonMultiple(int one, int other) {
    long gcd = BigInteger.valueOf(one).gcd(BigInteger.valueOf(other)).longValueExact();
    return (int) Math.min(Integer.MAX_VALUE, one / gcd * other);
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
        feedForward.weightBytes()
            + feedForward.reservedWorkspaceBytes()
            + feedForward.decodeWorkspaceBytes(perGroup * tokensPerStep()),
        feedForward.usableBytes(speedup.capacity()));
  }

  @Override
  DecodeStep step(
      Request request,
      double batch,
      double spilledShare,
      Speedup speedup,
      PlanListener listener,
      DecodeTally tally) {
    double inFlight = Math.min(microBatches, Math.max(1, batch / batchParts()));
    double microBatch = batch / inFlight;
    PlanListener ofAll = listener.times(inFlight);
    PlanListener.Side side = PlanListener.Side.DECODE_ATTENTION;
    StepCost ofAttention = tally.state();
    StepCost ofFeedForward = tally.feedForward();
    double tokens = add(request, microBatch, spilledShare, speedup, side, ofAll, ofAttention);
    addFeedForward(request, microBatch, speedup, ofAll, ofFeedForward);
    double bytes = microBatch * tokensPerStep() * exchange.bytesPerToken();
    double crossing = crossingSeconds(bytes, speedup);

    double attention = ofAttention.seconds();
    double experts = ofFeedForward.seconds();
    double slowest = Math.max(Math.max(attention, experts), crossing);
    double seconds = Math.max(attention + experts + crossing, inFlight * slowest);
    ofAttention.multiply(inFlight);
    ofFeedForward.multiply(inFlight);
    double exchanged = bytes * inFlight;
    DecodeStep.FeedForward otherSide =
        new DecodeStep.FeedForward(
            ofFeedForward, crossing * inFlight, exchanged, exchanged * link.joulesPerByte());
    return new DecodeStep(
        replicas(), batch, spilledShare, ofAttention, Optional.of(otherSide), seconds, tokens);
  }

  /** Adds the cost of one micro-batch on an accelerator of the feed-forward side. */
  private void addFeedForward(
      Request request, double microBatch, Speedup speedup, PlanListener listener, StepCost cost) {
    double sequences = microBatch / feedForward.batchParts();
    double tierRate = tier().bytesPerSecond();
    StepListener heard = listener.of(PlanListener.Side.DECODE_FEED_FORWARD, feedForward);
    StepShape shape = stepShape(request, sequences);
    feedForward.decode().add(shape, 1, 0, tierRate, speedup, heard, cost);
  }

  /** Time of a micro-batch's bytes between the sides in all layers, in seconds. */
  private double crossingSeconds(double bytes, Speedup speedup) {
    int narrower = Math.min(replica().accelerators(), feedForward.accelerators());
    return Roofline.transferSeconds(
        exchange.hops() * link.latencySeconds(),
        bytes,
        narrower * link.bytesPerSecond() * speedup.link());
  }
}
