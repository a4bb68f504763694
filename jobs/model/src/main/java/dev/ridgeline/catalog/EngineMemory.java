package dev.ridgeline.catalog;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;

/**
 * Memory that an engine takes on each accelerator beside the state of sequences, term by term.
 *
 * @param context context of the driver and libraries
 * @param communication buffers of collectives
 * @param graphs captured graphs
 * @param weights weights as its kernels load them
 * @param activations peak of the largest pass
 */
public record EngineMemory(
    Context context,
    Communication communication,
    Graphs graphs,
    Weights weights,
    Activations activations)
    implements Serializable {

  /** Where a term stands beside the share of memory that the engine may take. */
  public enum Charge {
    /** Taken off the memory before the share of the rest is computed: a share of free memory. */
    BEFORE_SHARE,
    /** Paid out of the share. */
    IN_SHARE,
    /** Paid out of the memory that the share leaves. */
    BESIDE_SHARE
  }

  /**
   * Context of the driver and libraries.
   *
   * @param bytes memory of an accelerator
   * @param charge what the memory is taken from: the share of the device that the engine may use,
   *     or what lies beside it
   */
  public record Context(
      @Measured(value = Dimension.BYTES, orZero = true, of = Plausible.ENGINE_MEMORY) double bytes,
      Charge charge)
      implements Serializable {

    public Context {
      Require.inRange(Context.class, "bytes", bytes);
    }
  }

  /**
   * Buffers of collectives, where a replica has several accelerators.
   *
   * @param bytes memory of an accelerator
   * @param bytesPerRank more of it for each accelerator of the replica
   * @param charge what the memory is taken from: the share of the device that the engine may use,
   *     or what lies beside it
   */
  public record Communication(
      @Measured(value = Dimension.BYTES, orZero = true, of = Plausible.ENGINE_MEMORY) double bytes,
      @Measured(value = Dimension.BYTES, orZero = true, of = Plausible.ENGINE_MEMORY)
          double bytesPerRank,
      Charge charge)
      implements Serializable {

    public Communication {
      Require.inRange(Communication.class, "bytes", bytes);
      Require.inRange(Communication.class, "bytesPerRank", bytesPerRank);
    }

    /** Memory of an accelerator in a replica of so many. */
    public double bytes(int ranks) {
      return ranks > 1 ? bytes + ranks * bytesPerRank : 0;
    }
  }

  /**
   * Captured graphs.
   *
   * @param bytesPerLayer memory for each layer without experts
   * @param bytesPerExpertLayer memory for each layer with experts
   * @param charge what the memory is taken from: the share of the device that the engine may use,
   *     or what lies beside it
   */
  public record Graphs(
      @Measured(value = Dimension.BYTES, orZero = true, of = Plausible.ENGINE_MEMORY)
          double bytesPerLayer,
      @Measured(value = Dimension.BYTES, orZero = true, of = Plausible.ENGINE_MEMORY)
          double bytesPerExpertLayer,
      Charge charge)
      implements Serializable {

    public Graphs {
      Require.inRange(Graphs.class, "bytesPerLayer", bytesPerLayer);
      Require.inRange(Graphs.class, "bytesPerExpertLayer", bytesPerExpertLayer);
    }
  }

  /**
   * Weights as kernels load them.
   *
   * @param latentCopies 16-bit copies of the matrix that expands latents (kv_b), for absorbed
   *     decode
   * @param charge what the memory is taken from: the share of the device that the engine may use,
   *     or what lies beside it
   */
  public record Weights(
      @Measured(value = Dimension.RATIO, orZero = true) double latentCopies, Charge charge)
      implements Serializable {

    public Weights {
      Require.inRange(Weights.class, "latentCopies", latentCopies);
    }
  }

  /**
   * Peak of the largest pass. Copies are of 16-bit tensors with a row for each token of the pass.
   * Where both numbers of copies are 0, the engine takes only what the steps of a cell need: inputs
   * and outputs of their widest operator.
   *
   * @param hiddenCopies tensors as wide as the residual stream that are live at once
   * @param feedForwardCopies sets of the intermediate tensors of a feed-forward that are live
   * @param logitBytes bytes for each logit of a sequence while tokens are sampled
   * @param expertTokens most tokens of a pass that are in the routed experts at once
   * @param contextTokens tokens of earlier chunks whose latents prefill expands at once
   * @param charge what the memory is taken from: the share of the device that the engine may use,
   *     or what lies beside it
   */
  public record Activations(
      @Measured(value = Dimension.RATIO, orZero = true) double hiddenCopies,
      @Measured(value = Dimension.RATIO, orZero = true) double feedForwardCopies,
      @Measured(value = Dimension.BYTES, orZero = true, of = Plausible.ELEMENT_BYTES)
          double logitBytes,
      @Measured(Dimension.TOKENS) int expertTokens,
      @Measured(value = Dimension.TOKENS, orZero = true) int contextTokens,
      Charge charge)
      implements Serializable {

    public Activations {
      Require.inRange(Activations.class, "hiddenCopies", hiddenCopies);
      Require.inRange(Activations.class, "feedForwardCopies", feedForwardCopies);
      Require.inRange(Activations.class, "logitBytes", logitBytes);
      Require.inRange(Activations.class, "expertTokens", expertTokens);
      Require.inRange(Activations.class, "contextTokens", contextTokens);
    }

    /** Whether the engine reserves the peak of its largest pass, whatever a cell needs. */
    public boolean areReserved() {
      return hiddenCopies > 0 || feedForwardCopies > 0;
    }
  }
}
