package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.EngineMemory;
import dev.ridgeline.catalog.EngineMemory.Charge;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StepGraph;

/**
 * The memory of one accelerator of a replica as its engine divides it, in bytes. The engine charges
 * each term somewhere. The smaller of two amounts is left for the state of sequences.
 *
 * <pre>
 *   share x (memory - terms before the share) - terms in the share
 *   memory - all terms
 * </pre>
 *
 * @param memoryBytes memory of the accelerator
 * @param share share of it that the engine may take
 * @param contextBytes context of the driver and libraries
 * @param communicationBytes buffers of collectives
 * @param graphBytes captured graphs
 * @param weightBytes weights as kernels load them
 * @param activationBytes peak of the largest pass; 0 where the engine takes what a step needs
 * @param beforeShareBytes sum of the terms that are taken off before the share
 * @param inShareBytes sum of the terms that are paid out of the share
 */
public record MemoryBudget(
    double memoryBytes,
    double share,
    double contextBytes,
    double communicationBytes,
    double graphBytes,
    double weightBytes,
    double activationBytes,
    double beforeShareBytes,
    double inShareBytes) {

  /** What is usable where an engine takes everything, so that shares of it are finite. */
  private static final double LEAST_BYTES = 1;

  /** Bytes of an element of the copies that kernels make. */
  private static final double COPY_BYTES = 2;

  /**
   * The budget of an engine on an accelerator.
   *
   * @param storedWeightBytes weights of the accelerator in the bits of their scheme
   * @param share share of memory that the engine may take
   * @param chunkTokens new tokens of its largest pass
   */
  static MemoryBudget of(
      Engine engine,
      Accelerator accelerator,
      Model model,
      Sharding sharding,
      double storedWeightBytes,
      double share,
      int chunkTokens) {
    EngineMemory memory = engine.memory();
    double context = memory.context().bytes();
    double communication = memory.communication().bytes(sharding.accelerators());
    double ofStage = StepGraph.shareOfStage(model, sharding);
    double graphs = ofStage * graphBytes(memory.graphs(), model);
    double weights =
        storedWeightBytes
            + ofStage * memory.weights().latentCopies() * expansionBytes(model, sharding);
    double activations =
        memory.activations().areReserved()
            ? LargestPass.bytes(
                model,
                sharding,
                memory.activations(),
                chunkTokens,
                engine.budget(accelerator).sequences())
            : 0;
    double before = 0;
    double inside = 0;
    double[] terms = {context, communication, graphs, weights, activations};
    Charge[] charges = {
      memory.context().charge(),
      memory.communication().charge(),
      memory.graphs().charge(),
      memory.weights().charge(),
      memory.activations().charge()
    };
    for (int i = 0; i < terms.length; i++) {
      before += charges[i] == Charge.BEFORE_SHARE ? terms[i] : 0;
      inside += charges[i] == Charge.IN_SHARE ? terms[i] : 0;
    }
    return new MemoryBudget(
        accelerator.memoryBytes(),
        share,
        context,
        communication,
        graphs,
        weights,
        activations,
        before,
        inside);
  }

  private static double graphBytes(EngineMemory.Graphs graphs, Model model) {
    double bytes = 0;
    for (LayerGroup group : model.layers()) {
      boolean routes = group.ffn() instanceof FeedForward.MixtureOfExperts;
      bytes += group.count() * (routes ? graphs.bytesPerExpertLayer() : graphs.bytesPerLayer());
    }
    return bytes;
  }

  /** Bytes of one 16-bit copy of the matrices that expand latents, in all layers. */
  private static double expansionBytes(Model model, Sharding sharding) {
    double bytes = 0;
    for (LayerGroup group : model.layers()) {
      if (group.attention() instanceof Attention.Latent mla) {
        double heads = (double) mla.heads() / sharding.tp();
        double width = heads * (mla.nopeHeadDim() + mla.valueHeadDim());
        bytes += COPY_BYTES * group.count() * mla.kvLoraRank() * width;
      }
    }
    return bytes;
  }

  /** Memory of all terms but weights and activations. */
  private double engineBytes() {
    return contextBytes + communicationBytes + graphBytes;
  }

  /**
   * Memory that weights, activations and state may take.
   *
   * @param capacity factor on the memory of the accelerator
   */
  double usableBytes(double capacity) {
    double memory = capacity * memoryBytes;
    double own = weightBytes + activationBytes;
    // Where all terms but these two are 0, this is exactly the share of the memory.
    double byShare = share * memory - (share * beforeShareBytes + inShareBytes - own);
    return Math.max(LEAST_BYTES, Math.min(byShare, memory - engineBytes()));
  }

  /** Room for the state of sequences; negative where not even the terms fit. */
  public double roomBytes() {
    return usableBytes(1) - weightBytes - activationBytes;
  }
}
