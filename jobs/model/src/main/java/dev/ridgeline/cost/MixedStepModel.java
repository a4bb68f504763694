package dev.ridgeline.cost;

import dev.ridgeline.operator.StepShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Steps that carry a chunk of prompts and the next tokens of decoding sequences together, on one
 * accelerator. Engines with chunked prefill make such steps (Agrawal et al., "Taming
 * throughput-latency tradeoff in LLM inference with Sarathi-Serve", OSDI 2024).
 *
 * <p>An operator that is the same in both phases runs once over all rows: it is launched once and
 * reads its weights once. Collectives are shared in the same way, by the kernels of prefill.
 * Attention, and what else differs between the phases, runs for each kind of rows on its own.
 *
 * <p>A model is not safe for use by several threads.
 */
public final class MixedStepModel {

  private final StepModel prefill;
  private final StepModel decode;
  private final OperatorGroup sharedRows;
  private final OperatorGroup prefillRows;
  private final OperatorGroup decodeRows;
  private final List<TimedCollective> sharedCollectives;
  private final List<TimedCollective> prefillCollectives;
  private final List<TimedCollective> decodeCollectives;
  private final double sharedOverheadSeconds;
  private final double prefillOverheadSeconds;
  private final double decodeOverheadSeconds;
  private final double sharedMeasuredSeconds;
  private final double ownMeasuredSeconds;
  private final RowCosts sharedCosts = new RowCosts(this::evaluateShared);
  private final @Nullable StageKinds<MixedStepModel> stageKinds;

  /**
   * Joins both phases of one model on the same accelerators.
   *
   * @param prefill steps of prompts
   * @param decode steps of decoding sequences
   */
  public MixedStepModel(StepModel prefill, StepModel decode) {
    this.prefill = prefill;
    this.decode = decode;
    this.stageKinds = stageKinds(prefill.stageKinds(), decode.stageKinds());
    Parts<TimedOperator> rows =
        Parts.of(prefill.rowOperators(), decode.rowOperators(), TimedOperator::isSharedWith);
    this.sharedRows = prefill.group(rows.shared());
    this.prefillRows = prefill.group(rows.ofOne());
    this.decodeRows = decode.group(rows.ofOther());
    Parts<TimedCollective> sent =
        Parts.of(prefill.collectives(), decode.collectives(), TimedCollective::isSharedWith);
    this.sharedCollectives = sent.shared();
    this.prefillCollectives = sent.ofOne();
    this.decodeCollectives = sent.ofOther();
    this.sharedOverheadSeconds = StepModel.overheadSeconds(rows.shared());
    this.prefillOverheadSeconds = prefill.overheadSeconds() - sharedOverheadSeconds;
    this.decodeOverheadSeconds = decode.overheadSeconds() - sharedOverheadSeconds;
    this.sharedMeasuredSeconds = StepModel.measuredOverheadSeconds(rows.shared());
    this.ownMeasuredSeconds =
        prefill.measuredOverheadSeconds()
            + decode.measuredOverheadSeconds()
            - 2 * sharedMeasuredSeconds;
  }

  private static @Nullable StageKinds<MixedStepModel> stageKinds(
      @Nullable StageKinds<StepModel> prefills, @Nullable StageKinds<StepModel> decodes) {
    if (prefills == null || decodes == null) {
      return null;
    }
    return new StageKinds<>(
        IntStream.range(0, prefills.kinds().size())
            .mapToObj(i -> new MixedStepModel(prefills.kinds().get(i), decodes.kinds().get(i)))
            .toList(),
        prefills.sharesOfLayers());
  }

  /** The things that two phases share, and those of each phase alone. */
  private record Parts<T>(List<T> shared, List<T> ofOne, List<T> ofOther) {

    static <T> Parts<T> of(List<T> one, List<T> other, BiPredicate<T, T> same) {
      List<T> shared = new ArrayList<>();
      List<T> ofOne = new ArrayList<>();
      List<T> ofOther = new ArrayList<>(other);
      for (T part : one) {
        Optional<T> twin = ofOther.stream().filter(it -> same.test(part, it)).findFirst();
        twin.ifPresent(ofOther::remove);
        (twin.isPresent() ? shared : ofOne).add(part);
      }
      return new Parts<>(shared, ofOne, ofOther);
    }
  }

  /**
   * Adds the steps in which prompts pass the layers, each with a token of every decoding sequence.
   *
   * @param prompts shape of the prompts; its passes are the number of steps
   * @param decodes shape of the decoding sequences in one of these steps
   * @param spilledShare share of the cached state that lies in a memory tier
   * @param tierBytesPerSecond rate at which an accelerator reads that tier
   * @param speedup factors on the hardware
   * @param cost total to add to
   */
  public void add(
      StepShape prompts,
      StepShape decodes,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      StepCost cost) {
    if (stageKinds != null) {
      stageKinds.add(
          (kind, of) -> kind.add(prompts, decodes, spilledShare, tierBytesPerSecond, speedup, of),
          cost,
          (slowest, energy) -> {});
      return;
    }
    if (!TwoBatches.overlap(prefill.graph(), prompts)) {
      addSteps(prompts, decodes, spilledShare, tierBytesPerSecond, speedup, 0, cost);
      return;
    }
    double hiding = prefill.graph().overlappedShare();
    StepShape half = TwoBatches.half(prompts);
    StepShape ofDecodes = TwoBatches.halfOfRows(decodes);
    for (int i = 0; i < TwoBatches.halves(prompts); i++) {
      addSteps(half, ofDecodes, spilledShare, tierBytesPerSecond, speedup, hiding, cost);
    }
  }

  private void addSteps(
      StepShape prompts,
      StepShape decodes,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      double hiding,
      StepCost cost) {
    double before = cost.workingSeconds();
    double computed = cost.computingSeconds();
    double dealt = cost.dealingSeconds;
    double steps = prompts.passes();
    cost.add(sharedCosts.of(prompts.withRowsOf(decodes), speedup), 1);
    prefillRows.add(prompts, 1, 0, Double.POSITIVE_INFINITY, speedup, cost);
    decodeRows.add(decodes, steps, 0, Double.POSITIVE_INFINITY, speedup, cost);
    cost.overheadSeconds += steps * (prefillOverheadSeconds + decodeOverheadSeconds);
    cost.overheadSeconds += prefill.hostSeconds(steps, prompts.sequences() + decodes.sequences());
    cost.measuredSeconds += steps * ownMeasuredSeconds;
    prefill.addCollectives(prefillCollectives, prompts, 1, speedup, cost);
    decode.addCollectives(decodeCollectives, decodes, steps, speedup, cost);
    prefill.addContext(prompts, 1, spilledShare, tierBytesPerSecond, speedup, cost);
    decode.addContext(decodes, steps, spilledShare, tierBytesPerSecond, speedup, cost);
    prefill.hide(
        TwoBatches.hiddenSeconds(
            cost.dealingSeconds - dealt, cost.computingSeconds() - computed, hiding),
        cost);
    double least = prefill.floorSeconds(steps, prompts.sequences() + decodes.sequences());
    StepFloor.addWait(least, cost.workingSeconds() - before, cost);
    cost.stageWaitSeconds += prefill.stageImbalance() * (cost.workingSeconds() - before);
  }

  private void evaluateShared(StepShape shape, Speedup speedup, StepCost cost) {
    sharedRows.add(shape, 1, 0, Double.POSITIVE_INFINITY, speedup, cost);
    cost.overheadSeconds += shape.passes() * sharedOverheadSeconds;
    cost.measuredSeconds += shape.passes() * sharedMeasuredSeconds;
    prefill.addCollectives(sharedCollectives, shape, 1, speedup, cost);
  }
}
