package dev.ridgeline.cli;

import dev.ridgeline.fleet.FleetDemand;
import dev.ridgeline.fleet.FleetTables;
import dev.ridgeline.run.FleetRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    description = {
      "Plans the cheapest fleet for many workloads at once, in whole replicas and whole systems.",
      "Cells of sweeps and runs are what it may be made of. The answer says by how much a cheaper"
          + " fleet could be cheaper, at most, and what more demand, power or latency is worth."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline fleet sweep-configs/fleets/coding-500.yaml sweep-configs/coding-racks.yaml",
      "  ridgeline fleet demand.yaml runs/a runs/b --out runs/fleet --time-limit 60",
      "  ridgeline fleet demand.yaml sweep.yaml --format csv --table fleet_hours"
    })
final class FleetCommand implements Callable<Integer> {

  private static final int MOST_SECONDS = 3600;

  @Mixin private SparkMaster spark;
  @Mixin private CatalogArguments catalogs;
  @Mixin private FormatOptions format;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "DEMAND",
      description = "File of the demand (.yaml): workloads, targets, limits.")
  private Path demand;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "SOURCE",
      description = "Sweep files (.yaml), or directories of finished runs.")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "SQL",
      defaultValue = "wide_experts <> 'assumed'",
      description =
          "SQL condition of the cells that may be taken (default: ${DEFAULT-VALUE}, which leaves out"
              + " expert parallelism that no engine is known to run).")
  private String where;

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "Seconds for the search of whole numbers, after which the best fleet so far is taken"
              + " (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Place of the tables fleet_plan, fleet_systems, fleet_hours and fleet_values (default: they"
              + " are only printed).")
  private Optional<String> out = Optional.empty();

  @Mixin private OutOptions replaced;
  @Mixin private PrintedTable printed;

  @Override
  public Integer call() {
    WholeNumbers.require(spec, "--time-limit", seconds, 1, MOST_SECONDS);
    boolean isMet =
        new FleetRun(
                FleetDemand.read(demand),
                demand.toString(),
                List.copyOf(sources),
                catalogs.directories(),
                where,
                seconds * 1000L,
                out,
                replaced.replacing(),
                printed.of(FleetTables.names()))
            .execute(spark.url(), format.output(spec));
    return isMet ? 0 : Main.NOT_MET;
  }
}
