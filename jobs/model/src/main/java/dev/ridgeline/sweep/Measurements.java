package dev.ridgeline.sweep;

import dev.ridgeline.catalog.Entry;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.Problem;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.AxisValues;
import dev.ridgeline.space.EfficiencyMode;
import dev.ridgeline.space.Measurement;
import dev.ridgeline.space.MixProduct;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the throughputs that a sweep states, and checks that each is of some of its cells. */
final class Measurements {

  private static final String PLACE = "/measured/";

  /** Largest difference of a stated total from the sum of input and output, for rounding. */
  private static final double MOST_OFF = 0.01;

  private final Document<SweepFile> document;
  private final AxisValues axes;
  private final List<Problem> problems;

  private Measurements(Document<SweepFile> document, AxisValues axes, List<Problem> problems) {
    this.document = document;
    this.axes = axes;
    this.problems = problems;
  }

  /** Returns the throughputs of a sweep, and reports every problem with them. */
  static List<Measurement> of(
      Document<SweepFile> document, AxisValues axes, List<Problem> problems) {
    return new Measurements(document, axes, problems).all();
  }

  private List<Measurement> all() {
    List<SweepFile.Throughput> written = document.value().measured().orElse(List.of());
    boolean asked = axes.of(Axis.EFFICIENCY).contains(EfficiencyMode.MEASURED);
    if (asked && written.isEmpty()) {
      problem(
          "/axes/efficiency", "has 'measured', but the sweep states no throughput in 'measured'.");
    }
    if (!asked && !written.isEmpty()) {
      problem(
          "/measured",
          "is not used. Maybe add 'measured' to 'efficiency', such as [calibrated, measured].");
    }
    List<Measurement> all = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      Measurement measurement = resolved(PLACE + i, written.get(i));
      for (int j = 0; j < all.size(); j++) {
        if (measurement.overlaps(all.get(j))) {
          problem(
              PLACE + i,
              "is of cells that have the throughput of measured/"
                  + j
                  + ", too. Maybe state quantization, workflow or batch in both.");
        }
      }
      all.add(measurement);
    }
    return all;
  }

  private Measurement resolved(String path, SweepFile.Throughput written) {
    requireOnAxis(path + "/model", written.model(), ids(axes.of(Axis.MODEL)));
    requireOnAxis(
        path + "/accelerator",
        written.accelerator(),
        axes.mixes().products().stream()
            .filter(product -> product.deployment() == MixProduct.Deployment.COLOCATED)
            .flatMap(product -> product.prefills().stream())
            .map(pool -> pool.accelerator().id())
            .distinct()
            .toList());
    written
        .quantization()
        .ifPresent(
            label ->
                requireOnAxis(
                    path + "/quantization",
                    label,
                    axes.of(Axis.QUANTIZATION).stream().map(Axis.QUANTIZATION::label).toList()));
    written
        .workflow()
        .ifPresent(id -> requireOnAxis(path + "/workflow", id, ids(axes.of(Axis.WORKFLOW))));
    written
        .batch()
        .ifPresent(
            batch ->
                requireOnAxis(
                    path + "/batch",
                    batch.toString(),
                    axes.of(Axis.BATCH).stream().map(Axis.BATCH::label).toList()));
    int accelerators = written.accelerators().orElse(1);
    return new Measurement(
        written.model(),
        written.accelerator(),
        written.quantization().orElse(null),
        written.workflow().orElse(null),
        written.batch().orElse(null),
        each(written.outputTokensPerSecond(), accelerators),
        each(written.inputTokensPerSecond(), accelerators),
        each(total(path, written), accelerators),
        written.by(),
        written.source());
  }

  private static double each(Optional<Double> rate, int accelerators) {
    return rate.map(tokens -> tokens / accelerators).orElse(Double.NaN);
  }

  /** The stated total, or the sum of input and output where both are stated. */
  private Optional<Double> total(String path, SweepFile.Throughput written) {
    Optional<Double> input = written.inputTokensPerSecond();
    Optional<Double> output = written.outputTokensPerSecond();
    Optional<Double> total = written.totalTokensPerSecond();
    if (input.isEmpty() && output.isEmpty() && total.isEmpty()) {
      problem(
          path,
          "states no rate. Allowed: inputTokensPerSecond, outputTokensPerSecond or"
              + " totalTokensPerSecond.");
    }
    if (input.isEmpty() || output.isEmpty()) {
      if (total.isPresent() && total.get() < input.orElse(output.orElse(0.0))) {
        problem(path + "/totalTokensPerSecond", "is less than a part of it.");
      }
      return total;
    }
    double sum = input.get() + output.get();
    if (total.isPresent() && Math.abs(total.get() / sum - 1) > MOST_OFF) {
      problem(
          path + "/totalTokensPerSecond",
          "is " + total.get() + ", but input and output add up to " + sum + ".");
    }
    return total.isPresent() ? total : Optional.of(sum);
  }

  private void requireOnAxis(String path, String name, List<String> known) {
    if (!known.contains(name)) {
      problem(
          path, "is '" + name + "', which is not on its axis." + NearestName.advice(name, known));
    }
  }

  private static List<String> ids(List<? extends Entry> entries) {
    return entries.stream().map(Entry::id).toList();
  }

  private void problem(String path, String message) {
    problems.add(document.problem(path, message));
  }
}
