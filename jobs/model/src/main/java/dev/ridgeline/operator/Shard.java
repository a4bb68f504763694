package dev.ridgeline.operator;

import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.TensorGroup;
import java.util.Optional;

/**
 * The share of a layer that each accelerator of a sharding has in a phase, and how operators are
 * made of it: one layer of each, with activations at the scheme's precision.
 */
record Shard(Model model, Quantization quantization, Sharding sharding, Phase phase) {

  /** d, the width of the residual stream. */
  double hidden() {
    return model.hiddenSize();
  }

  /** What is left of an amount that tensor parallelism splits. */
  double split(int amount) {
    return (double) amount / sharding.tp();
  }

  /** The same of heads, which are copied where there are fewer of them than accelerators. */
  double splitOrCopied(int heads) {
    return Math.max(1, split(heads));
  }

  /** Whether prompts are read; else tokens are generated. */
  boolean prefills() {
    return phase == Phase.PREFILL;
  }

  /**
   * A product with weights around the attention core.
   *
   * @param weights elements of the matrix; a token takes a multiply-add with each
   * @param activations elements of a row that are read and written
   */
  Operator projection(String name, double weights, double activations) {
    return product(
        name, OperatorClass.PROJECTION, TensorGroup.ATTENTION, weights, perToken(activations));
  }

  /** A product of the feed-forward: a matrix of {@code rows} by {@code columns}. */
  Operator feedForward(String name, TensorGroup group, double rows, double columns) {
    return product(name, OperatorClass.FFN, group, rows * columns, perToken(rows + columns));
  }

  private Operator product(
      String name,
      OperatorClass operatorClass,
      TensorGroup group,
      double weights,
      Amount activationBytes) {
    return new Operator(
        name,
        operatorClass,
        KernelKind.GEMM,
        1,
        Span.ALL,
        quantization.gemmPrecision(group),
        Amount.perToken(2 * weights),
        weights * quantization.weightBytes(group),
        Optional.empty(),
        Amount.NONE,
        Amount.NONE,
        activationBytes);
  }

  /**
   * Scores and weighted values.
   *
   * @param flops for each query-key pair
   * @param stateBytes read for each token whose state is read
   */
  Operator core(
      String name,
      KernelKind kernel,
      Span span,
      Precision precision,
      double flops,
      double stateBytes,
      Amount activationBytes) {
    return new Operator(
        name,
        OperatorClass.ATTENTION,
        kernel,
        1,
        span,
        precision,
        Amount.perPair(flops),
        0,
        Optional.empty(),
        Amount.perContextToken(stateBytes),
        Amount.NONE,
        activationBytes);
  }

  /**
   * Convolution and recurrence of one token after the other. The state is read and written once for
   * each sequence in every pass. No kernel timings are public: prefill, which works on chunks by
   * matrix products, is taken to run like a GEMM in bf16, and decode, which streams the state, like
   * decode attention.
   *
   * @param multiplyAdds of a token
   * @param stateBytes of a sequence
   * @param activations elements of a row that are read and written
   */
  Operator recurrence(double multiplyAdds, double stateBytes, double activations) {
    Amount moved = Amount.perPass(stateBytes);
    return new Operator(
        "recurrence",
        OperatorClass.ATTENTION,
        prefills() ? KernelKind.GEMM : KernelKind.DECODE_ATTENTION,
        1,
        Span.ALL,
        Precision.BF16,
        Amount.perToken(2 * multiplyAdds),
        0,
        Optional.empty(),
        moved,
        moved,
        perToken(activations));
  }

  /** Activations for each new token. */
  Amount perToken(double elements) {
    return Amount.perToken(elements * quantization.activationBytes());
  }

  /** Activations for each token whose state is read. */
  Amount perContextToken(double elements) {
    return Amount.perContextToken(elements * quantization.activationBytes());
  }

  /** Activations for each sequence. */
  Amount perSequence(double elements) {
    return Amount.perSequence(elements * quantization.activationBytes());
  }
}
