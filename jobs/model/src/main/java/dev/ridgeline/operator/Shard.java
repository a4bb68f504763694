package dev.ridgeline.operator;

import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.TensorGroup;
import java.util.Optional;

/**
 * The share of a layer that each accelerator of a sharding has in a phase, and the operators made
 * from it. Operators are those of one layer, with activations at the scheme's precision.
 */
record Shard(Model model, Quantization quantization, Sharding sharding, Phase phase) {

  /** The same share of another layer, whose weights have other formats. */
  Shard under(Quantization ofLayer) {
    return ofLayer.equals(quantization) ? this : new Shard(model, ofLayer, sharding, phase);
  }

  /** d, the width of the residual stream. */
  double hidden() {
    return model.hiddenSize();
  }

  /** The part of an amount on one accelerator of the tensor-parallel group. */
  double split(int amount) {
    return (double) amount / sharding.tp();
  }

  /**
   * The part of the heads on one accelerator. Heads are copied where there are fewer of them than
   * accelerators.
   */
  double splitOrCopied(int heads) {
    return Math.max(1, split(heads));
  }

  /** Whether the phase is prefill rather than decode. */
  boolean prefills() {
    return phase == Phase.PREFILL;
  }

  /**
   * A product with weights before or after the attention core.
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
   * The attention core: scores and weighted values.
   *
   * @param flops FLOPs for each query-key pair
   * @param stateBytes bytes read for each token whose state is read
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
   * each sequence in every pass.
   *
   * <p>No kernel timings are public. Prefill works on chunks by matrix products, so it takes the
   * efficiency of a GEMM in bf16. Decode streams the state, so it takes the efficiency of decode
   * attention.
   *
   * @param multiplyAdds multiply-adds of a token
   * @param stateBytes bytes of state of a sequence
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

  /** Bytes of activations for each new token. */
  Amount perToken(double elements) {
    return Amount.perToken(elements * quantization.activationBytes());
  }

  /** Bytes of activations for each token whose state is read. */
  Amount perContextToken(double elements) {
    return Amount.perContextToken(elements * quantization.activationBytes());
  }

  /** Bytes of activations for each sequence. */
  Amount perSequence(double elements) {
    return Amount.perSequence(elements * quantization.activationBytes());
  }
}
