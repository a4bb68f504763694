package dev.ridgeline.evaluate;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The short answer about a cell, for people: its status, dollars and latencies, what binds them,
 * and what would help.
 */
final class Answer {

  /** Most characters of a line on a wide screen. */
  private static final int WIDEST = 100;

  private final CellResult cell;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private Answer(CellResult cell, int width) {
    this.cell = cell;
    this.width = width;
  }

  /**
   * Returns the lines, each with a line break at its end.
   *
   * @param width characters of a line
   */
  static String of(CellResult cell, int width) {
    Answer answer = new Answer(cell, Math.min(width, WIDEST));
    answer.identity();
    if (cell.has(Availability.SERVING)) {
      answer.serving();
    }
    answer.advice();
    return answer.lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private void identity() {
    String detail = cell.detail().isEmpty() ? "" : ", " + cell.detail();
    lines.add("Cell " + cell.cell + ": " + cell.status() + detail);
    Parallelism parallelism = cell.parallelism;
    String hardware =
        cell.mix.link().isEmpty()
            ? cell.mix.decode().id() + " " + parallelism.decode()
            : cell.mix.prefill().id()
                + " "
                + parallelism.prefill()
                + " > "
                + cell.mix.decode().id()
                + " "
                + parallelism.decode()
                + cell.mix
                    .feedForward()
                    .map(ffn -> " + " + ffn.id() + " " + parallelism.feedForward())
                    .orElse("")
                + cell.mix.link().map(link -> " over " + link.id()).orElse("");
    labelled(
        "what",
        List.of(
            cell.model.id(),
            cell.quantization.label(),
            "engine " + engines(),
            cell.mix.deployment() + " " + hardware,
            "tier " + cell.mix.tier().label(),
            "speculation " + cell.speculation.label(),
            EnumName.of(cell.efficiency)));
    labelled(
        "load",
        List.of(
            cell.workflow.id(),
            "context " + cell.context,
            "batch " + cell.batch,
            "KV policy " + EnumName.of(cell.kvPolicy),
            cell.tariff.label(),
            "fleet " + cell.fleet));
  }

  private String engines() {
    String prefill = cell.prefillEngine.id();
    String decode = cell.decodeEngine.id();
    return prefill.equals(decode) ? decode : prefill + " > " + decode;
  }

  private void serving() {
    ServingPlan plan = cell.plan;
    if (cell.has(Availability.PRICE)) {
      labelled(
          "dollars",
          List.of(
              number(cell.economics.dollarsPerRequest()) + " $ a request",
              number(cell.economics.dollarsPerTask(cell.task)) + " $ a task",
              number(cell.economics.dollarsPerMillionBlendedTokens()) + " $ a million tokens"));
    }
    labelled(
        "latency",
        List.of("TTFT " + seconds(plan.ttftSeconds()), "TPOT " + seconds(plan.tpotSeconds())));
    TimeShares shares = cell.shares();
    labelled(
        "binds",
        List.of(
            EnumName.of(shares.binding())
                + ", of the accelerators' time: compute "
                + percent(shares.compute()),
            "bandwidth " + percent(shares.bandwidth()),
            "link " + percent(shares.link()),
            "overhead " + percent(shares.overhead()),
            "waiting " + percent(shares.waiting())));
  }

  private void advice() {
    switch (cell.status()) {
      case OK -> elasticities();
      case FLEET_TOO_SMALL -> {
        elasticities();
        labelled(
            "it takes",
            List.of(
                "a fleet of "
                    + (cell.plan.decodeAccelerators() + prefillAccelerators())
                    + " accelerators or more: one replica of each pool"));
      }
      case NO_PRICE -> labelled("it takes", List.of("a price on these terms, or another tariff"));
      case DOES_NOT_FIT -> missingMemory();
      case MEASURED -> {}
      case NOT_MEASURED ->
          labelled("it takes", List.of("a throughput in 'measured' of the sweep for such cells"));
      case INVALID_PARALLELISM ->
          labelled(
              "it takes",
              List.of("a sharding that divides the model, and a batch that is a multiple of it"));
      case INVALID_POLICY -> labelled("it takes", List.of("a memory tier, or another KV policy"));
      case NO_DRAFTER ->
          labelled("it takes", List.of("a drafter in the catalog, or speculation none"));
      case CONTEXT_TOO_LONG ->
          labelled(
              "it takes",
              List.of(
                  "at most "
                      + cell.model.maxContextTokens()
                      + " tokens, or 'contextBeyondModel: allow' in the settings"));
    }
  }

  private int prefillAccelerators() {
    return cell.mix.link().isPresent() ? cell.plan.prefillReplica().accelerators() : 0;
  }

  /**
   * Adds the change of dollars for 1 % more of each property of the hardware, largest saving first.
   */
  private void elasticities() {
    record Lever(String name, double elasticity) {}
    Elasticities of = cell.elasticities;
    List<String> levers =
        List.of(
                new Lever("compute", of.compute()),
                new Lever("bandwidth", of.bandwidth()),
                new Lever("link", of.link()),
                new Lever("capacity", of.capacity()))
            .stream()
            .sorted(Comparator.comparingDouble(Lever::elasticity))
            .map(lever -> lever.name() + " " + signedPercent(lever.elasticity()))
            .toList();
    labelled("1 % more", List.of("changes dollars a request: " + String.join(", ", levers)));
  }

  private void missingMemory() {
    ServingPlan plan = cell.plan;
    if (cell.mix.link().isPresent() && !plan.prefillFits()) {
      double needed = plan.prefillNeededBytes();
      double usable = plan.prefillReplica().usableBytes();
      missing("prefill", needed, usable, "", needed - usable);
    }
    if (!plan.feedForwardFits()) {
      double needed = plan.feedForwardNeededBytes();
      double usable = plan.feedForwardReplica().orElseThrow().usableBytes();
      missing("ffn", needed, usable, "", needed - usable);
    }
    if (cell.batch > plan.maxBatch()) {
      // Only state can lie in the tier, so a tier cannot make up for lacking room for weights and
      // workspace.
      double usable = plan.usableBytes();
      double ofTier = cell.mix.tier().bytesPerAccelerator();
      double lacking =
          Math.max(plan.decodeNeededBytes() - usable - ofTier, plan.fixedBytes() - usable);
      String tier = ofTier > 0 ? " and " + bytes(ofTier) + " in the tier" : "";
      missing("decode", plan.decodeNeededBytes(), usable, tier, lacking);
      labelled(
          "it takes",
          List.of(
              plan.maxBatch() > 0
                  ? "a batch of " + (long) plan.maxBatch() + " at most, or that much more memory"
                  : "more accelerators a replica, or narrower formats: not one request fits"));
    }
  }

  private void missing(String pool, double needed, double usable, String tier, double lacking) {
    labelled(
        pool,
        List.of(
            "needs " + bytes(needed) + " on each accelerator",
            "has " + bytes(usable) + " usable" + tier,
            "lacks " + bytes(lacking)));
  }

  /** Adds parts with commas between them, on as many lines as they need. */
  private void labelled(String label, List<String> parts) {
    StringBuilder line = new StringBuilder("  %-9s ".formatted(label));
    int start = line.length();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i) + (i + 1 < parts.size() ? "," : "");
      if (line.length() > start && line.length() + 1 + part.length() > width) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(" ".repeat(start));
      }
      line.append(line.length() > start ? " " : "").append(part);
    }
    lines.add(line.toString());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private static String signedPercent(double percent) {
    return String.format(Locale.ROOT, "%+.2f %%", percent).replace("-0.00", "0.00");
  }

  private static String bytes(double bytes) {
    return Quantity.format(bytes, Dimension.BYTES);
  }

  private static String seconds(double seconds) {
    return Quantity.format(seconds, Dimension.SECONDS);
  }
}
