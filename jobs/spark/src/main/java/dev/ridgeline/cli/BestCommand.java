package dev.ridgeline.cli;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Rows;
import dev.ridgeline.question.BestAnswer;
import dev.ridgeline.question.BestReport;
import dev.ridgeline.question.BestSearch;
import dev.ridgeline.question.FleetSize;
import dev.ridgeline.question.FleetSize.Kind;
import dev.ridgeline.question.MeasuredPrices;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Range;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "best",
    mixinStandardHelpOptions = true,
    description = {
      "Answers which mix of hardware serves a model best within latency targets, without a file.",
      "Tries shardings of all sizes up to four scale-up domains, and batches up to what fits."
          + " Without --hardware it tries each shipping accelerator that has a price, and pairs of"
          + " the four that serve best alone.",
      "The best has the cheapest request. For --users or --requests-per-second it has the cheapest"
          + " hour, and for a budget it serves the most requests. --objective names another measure."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline best --model qwen3-235b-a22b --workflow coding --ttft 2s --tpot 40ms",
      "  ridgeline best --model deepseek-v3 --workflow chat --tpot 30ms --users 500"
          + " --hardware 'h200-sxm,b200 > mi300x,gb200-nvl72'",
      "  ridgeline best --model llama-3.1-70b --tpot 50ms --power 200kW --write best.yaml"
    })
final class BestCommand implements Callable<Integer> {

  private static final int MOST_LISTED = 20;
  private static final int MOST_OF_FLEET = 1_000_000_000;

  @Mixin private QuestionOptions options;
  @Mixin private CatalogArguments catalogs;
  @Mixin private FormatOptions format;
  @Spec private CommandSpec spec;

  @Option(
      names = "--engine",
      paramLabel = "IDS",
      split = ",",
      description =
          "Serving engines (default: for each accelerator that of its efficiency profile).")
  private List<String> engines = new ArrayList<>();

  @Option(
      names = "--objective",
      paramLabel = "OBJECTIVE",
      description =
          "What the best has: 'min' or 'max' and a column of numbers, such as 'min dollars_per_task',"
              + " 'max agents_per_megawatt' or 'max max_sessions' (default: as described above).")
  private Optional<String> objective = Optional.empty();

  @Option(
      names = "--measured",
      paramLabel = "FILE",
      description =
          "CSV of measured throughputs with the columns model, accelerator and output_tokens_per_s,"
              + " maybe accelerators, quantization, by and source. Their prices of tokens stand in"
              + " one table with those of the mixes.")
  private Optional<Path> measured = Optional.empty();

  @ArgGroup private Budget budget;
  @ArgGroup private Demand demand;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "Most mixes that are listed (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Also writes the sweep behind the answer, to be refined.")
  private Optional<Path> write = Optional.empty();

  /** What the fleet may have. */
  private static final class Budget {

    @Option(
        names = "--accelerators",
        paramLabel = "N",
        description = "Most accelerators of the fleet, of all kinds together.")
    private Optional<Integer> accelerators = Optional.empty();

    @Option(
        names = "--dollars-per-hour",
        paramLabel = "DOLLARS",
        converter = Quantities.FleetPrice.class,
        description = "Most dollars for an hour of the fleet.")
    private Optional<Double> dollarsPerHour = Optional.empty();

    @Option(
        names = "--power",
        paramLabel = "WATTS",
        converter = Quantities.FleetPower.class,
        description = "Most provisioned power of the fleet, such as 200kW.")
    private Optional<Double> watts = Optional.empty();

    Optional<FleetSize> fleet() {
      return accelerators
          .map(most -> new FleetSize(Kind.ACCELERATORS, most))
          .or(() -> dollarsPerHour.map(most -> new FleetSize(Kind.DOLLARS_PER_HOUR, most)))
          .or(() -> watts.map(most -> new FleetSize(Kind.WATTS, most)));
    }
  }

  /** What the fleet must serve. */
  private static final class Demand {

    @Option(
        names = "--users",
        paramLabel = "N",
        description = "People at once, each with one request in progress or in a pause.")
    private Optional<Integer> users = Optional.empty();

    @Option(
        names = "--requests-per-second",
        paramLabel = "RATE",
        description = "Requests a second that the fleet serves.")
    private Optional<Double> requestsPerSecond = Optional.empty();

    Optional<FleetSize> fleet() {
      return users
          .map(count -> new FleetSize(Kind.USERS, count))
          .or(() -> requestsPerSecond.map(rate -> new FleetSize(Kind.REQUESTS_PER_SECOND, rate)));
    }
  }

  /** Refuses numbers of accelerators, people and requests that no fleet has. */
  private void requireAmounts() {
    if (budget != null) {
      budget.accelerators.ifPresent(
          count -> WholeNumbers.require(spec, "--accelerators", count, 1, MOST_OF_FLEET));
    }
    if (demand != null) {
      demand.users.ifPresent(
          count -> WholeNumbers.require(spec, "--users", count, 1, MOST_OF_FLEET));
      Range rates = Dimension.REQUESTS_PER_SECOND.range();
      demand
          .requestsPerSecond
          .filter(rate -> !rates.has(rate))
          .ifPresent(
              rate -> {
                throw new ParameterException(
                    spec.commandLine(),
                    "--requests-per-second is " + rate + ". Allowed: " + rates.allowed() + ".");
              });
    }
  }

  @Override
  public Integer call() {
    WholeNumbers.require(spec, "--top", top, 1, MOST_LISTED);
    requireAmounts();
    write.ifPresent(NewFile::requireNone);
    long start = System.nanoTime();
    Catalogs read = catalogs.directories().read();
    Optional<MeasuredPrices> prices = measured.map(file -> MeasuredPrices.read(file, read));
    BestAnswer answer =
        new BestSearch(read, Runtime.getRuntime().availableProcessors())
            .answer(
                options.question(
                    read,
                    engines,
                    List.of(),
                    demand == null ? Optional.empty() : demand.fleet(),
                    budget == null ? Optional.empty() : budget.fleet(),
                    objective.map(written -> CellObjective.parse("--objective", written))));
    Output output = format.output(spec);
    if (output.isTable()) {
      output.say(BestReport.of(answer, top));
      prices.ifPresent(of -> output.say(String.format("%n%s%n", of.beside(answer, top))));
    } else {
      output.print(Rows.of(BestAnswer.TABLE, answer.ranking()));
    }
    output.say(
        String.format(
            Locale.ROOT,
            "%,d cells in %.1f s.%n",
            answer.cells(),
            (System.nanoTime() - start) / 1e9));
    write.ifPresent(
        file -> {
          NewFile.write(file, answer.sweep());
          output.say(String.format("wrote %s%n", file));
        });
    return answer.isMet() ? 0 : Main.NOT_MET;
  }
}
