package dev.ridgeline.operator;

import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.TensorGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A mixture of experts: the operator table of that name in jobs/model/README.md. The router and the
 * latent projections are copied to every accelerator. The routed experts are one grouped kernel.
 *
 * <p>The tokens of all g attention groups make k rows each, of which an accelerator computes the
 * ep-th part. That is {@code g k / ep} rows for one token of its own group, in experts cut to fe
 * columns.
 */
final class MixtureLayer {

  private MixtureLayer() {}

  /**
   * The router. It runs with attention where attention and feed-forward are on different
   * accelerators.
   */
  static List<Operator> router(FeedForward.MixtureOfExperts moe, Shard on) {
    return List.of(on.feedForward("router", TensorGroup.ROUTER, on.hidden(), moe.experts()));
  }

  static List<Operator> experts(FeedForward.MixtureOfExperts moe, Shard on) {
    double d = on.hidden();
    double l = moe.expertWidth(d);
    double fs = on.split(moe.sharedIntermediateSize());
    List<Operator> operators = new ArrayList<>();
    if (moe.latentSize() > 0) {
      operators.add(on.feedForward("expert latent down", TensorGroup.SHARED_EXPERTS, d, l));
      operators.add(on.feedForward("expert latent up", TensorGroup.SHARED_EXPERTS, l, d));
    }
    operators.add(routed(moe, on));
    if (fs > 0) {
      operators.addAll(
          DenseLayer.operators("shared experts", TensorGroup.SHARED_EXPERTS, fs, moe.gated(), on));
    }
    return operators;
  }

  private static Operator routed(FeedForward.MixtureOfExperts moe, Shard on) {
    Sharding sharding = on.sharding();
    double l = moe.expertWidth(on.hidden());
    double e = (double) (moe.experts() + sharding.redundantExperts()) / sharding.ep();
    double fe = (double) moe.expertIntermediateSize() / sharding.expertSlices();
    double m = FeedForward.matrices(moe.gated());
    double g = sharding.attentionGroups();
    double rows = g * moe.topK() / sharding.ep();
    return new Operator(
        "experts",
        OperatorClass.FFN,
        KernelKind.EXPERTS,
        1,
        Span.ALL,
        on.quantization().gemmPrecision(TensorGroup.EXPERTS),
        Amount.perToken(2 * rows * (m * l * fe)),
        e * (m * l * fe) * on.quantization().weightBytes(TensorGroup.EXPERTS),
        Optional.of(
            new RoutedExperts(
                moe.experts(),
                moe.topK(),
                moe.routingSkew(),
                sharding.attentionGroups(),
                sharding.redundantExperts(),
                sharding.ep() > 1 ? moe.rankImbalance() : 1)),
        Amount.NONE,
        Amount.NONE,
        on.perToken(rows * (2 * l + m * fe)));
  }
}
