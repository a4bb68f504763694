package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.operator.Sharding;

/** Whether experts lie beyond a scale-up domain, and whether an engine can reach them there. */
enum WideExperts {
  /** No token leaves its scale-up domain for an expert. */
  NO,
  /** The engines have kernels that carry tokens between domains of their accelerators. */
  KERNELS,
  /** No such kernels are known for one of the pools. */
  ASSUMED;

  /** The answer for all pools of a cell, by its weakest one. */
  static WideExperts of(CellResult cell) {
    WideExperts decode =
        of(cell.parallelism.decode(), cell.mix.decode(), cell.decodeEngine)
            .weaker(
                of(
                    cell.parallelism.feedForward(),
                    cell.mix.feedForward().orElse(cell.mix.decode()),
                    cell.decodeEngine));
    return cell.mix.link().isEmpty()
        ? decode
        : decode.weaker(of(cell.parallelism.prefill(), cell.mix.prefill(), cell.prefillEngine));
  }

  private WideExperts weaker(WideExperts other) {
    return compareTo(other) > 0 ? this : other;
  }

  private static WideExperts of(Sharding sharding, Accelerator on, Engine engine) {
    if (sharding.ep() <= on.scaleUp().domainAccelerators()) {
      return NO;
    }
    return engine.hasWideExpertsOn(on.id()) ? KERNELS : ASSUMED;
  }
}
