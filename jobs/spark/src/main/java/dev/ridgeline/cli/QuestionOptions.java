package dev.ridgeline.cli;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.ChoiceSettings;
import dev.ridgeline.choice.MixPattern;
import dev.ridgeline.question.FleetSize;
import dev.ridgeline.question.Question;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that say what is served, on what, and how fast. */
final class QuestionOptions {

  @Option(
      names = "--model",
      paramLabel = "ID",
      defaultValue = "llama-3.1-70b",
      description = "Model, as 'ridgeline catalog models' lists it (default: ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--workflow",
      paramLabel = "ID",
      defaultValue = "coding",
      description =
          "Workflow, as 'ridgeline catalog workflows' lists it (default: ${DEFAULT-VALUE}).")
  private String workflow;

  @Option(
      names = "--context",
      paramLabel = "TOKENS",
      defaultValue = "mean",
      description =
          "Prompt length: a number of tokens, or mean or peak of the workflow (default:"
              + " ${DEFAULT-VALUE}).")
  private String context;

  @Option(
      names = "--ttft",
      paramLabel = "TIME",
      defaultValue = Quantities.NONE,
      converter = Quantities.Ttft.class,
      description = "Longest time to first token, such as 2s (default: ${DEFAULT-VALUE}).")
  private double ttft;

  @Option(
      names = "--tpot",
      paramLabel = "TIME",
      defaultValue = Quantities.NONE,
      converter = Quantities.Tpot.class,
      description = "Longest time per output token, such as 40ms (default: ${DEFAULT-VALUE}).")
  private double tpot;

  @Option(
      names = "--percentile",
      paramLabel = "50|90|99",
      defaultValue = "0",
      description =
          "Percentile of the time to first token that --ttft limits, with requests that come at"
              + " random (default: a request that does not queue).")
  private int percentile;

  @Option(
      names = "--hardware",
      paramLabel = "MIXES",
      description =
          "Mixes with commas between: 'b200', 'b200 > mi300x' for prefill > decode, 'b200 > h200-sxm"
              + " + b200' for decode with experts apart. Maybe 'via LINK' and 'with TIER' follow"
              + " (default: as described above).")
  private List<String> hardware = new ArrayList<>();

  @Option(
      names = "--quantization",
      paramLabel = "IDS",
      split = ",",
      description =
          "Number formats (default: those that each accelerator multiplies in hardware, up to 8"
              + " bits).")
  private List<String> quantizations = new ArrayList<>();

  @Option(
      names = "--tariff",
      paramLabel = "NAME",
      defaultValue = "on-demand",
      description = "Prices: on-demand, reserved or owner (default: ${DEFAULT-VALUE}).")
  private String tariff;

  /**
   * The question.
   *
   * @param engines engines to try; empty for that of each accelerator
   * @param otherwise mixes where the option names none
   * @param wanted what the best answer has the least or the most of; empty for the usual
   */
  Question question(
      Catalogs catalogs,
      List<String> engines,
      List<MixPattern> otherwise,
      Optional<FleetSize> demand,
      Optional<FleetSize> budget,
      Optional<CellObjective> wanted) {
    return new Question(
        model.strip(),
        workflow.strip(),
        context.strip(),
        quantizations.stream().map(String::strip).toList(),
        engines.stream().map(String::strip).toList(),
        hardware.isEmpty()
            ? otherwise
            : MixPattern.parse("--hardware", String.join(",", hardware), catalogs),
        tariff.strip(),
        targets(),
        demand,
        budget,
        wanted);
  }

  private LatencyTargets targets() {
    return ChoiceSettings.combinations(List.of(ttft), List.of(tpot), percentile).get(0);
  }
}
