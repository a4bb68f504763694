package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Link;
import dev.ridgeline.cost.Roofline;
import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.operator.Exchange;
import dev.ridgeline.workload.Request;

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
    super(attention, tier, slots);
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
  boolean weightsFit() {
    return super.weightsFit() && feedForward.weightsFit();
  }

  @Override
  public int batchParts() {
    return batchParts;
  }

  @Override
  void fit(Request request, double batch, double fixedBytes, Speedup speedup, DecodeSide side) {
    super.fit(request, batch, fixedBytes, speedup, side);
    double perGroup = batch / feedForward.attentionGroups();
    double needed =
        feedForward.weightBytes() + feedForward.decodeWorkspaceBytes(perGroup * tokensPerStep());
    side.feedForwardNeededBytes = needed;
    side.feedForwardFits = needed <= feedForward.usableBytes() * speedup.capacity();
    side.fits = side.fits && side.feedForwardFits;
  }

  @Override
  PlanListener.Side side() {
    return PlanListener.Side.DECODE_ATTENTION;
  }

  @Override
  void step(
      Request request, double batch, Speedup speedup, PlanListener listener, DecodeSide side) {
    double inFlight = Math.min(microBatches, Math.max(1, batch / batchParts()));
    double microBatch = batch / inFlight;
    PlanListener ofAll = listener.times(inFlight);
    super.step(request, microBatch, speedup, ofAll, side);
    StepCost ofFeedForward = side.beginFeedForward(feedForward);
    feedForward
        .decode()
        .add(
            stepShape(request, microBatch / feedForward.batchParts()),
            1,
            0,
            tier.bytesPerSecond(),
            speedup,
            ofAll.of(PlanListener.Side.DECODE_FEED_FORWARD, feedForward),
            ofFeedForward);

    double bytes = microBatch * tokensPerStep() * exchange.bytesPerToken();
    int narrower = Math.min(replica.accelerators(), feedForward.accelerators());
    double crossing =
        Roofline.transferSeconds(
            exchange.hops() * link.latencySeconds(),
            bytes,
            narrower * link.bytesPerSecond() * speedup.link());

    double attention = side.cost.seconds();
    double experts = ofFeedForward.seconds();
    double slowest = Math.max(Math.max(attention, experts), crossing);
    side.exchangeSeconds = crossing * inFlight;
    side.stepSeconds = Math.max(attention + experts + crossing, inFlight * slowest);
    side.cost.multiply(inFlight);
    ofFeedForward.multiply(inFlight);
    side.exchangeBytes = bytes * inFlight;
    side.exchangeJoules = side.exchangeBytes * link.joulesPerByte();
  }
}
