package dev.ridgeline.fleet;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.FieldDocs;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.JsonSchema;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.YamlReader;
import dev.ridgeline.sweep.LatencyTargets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a fleet must serve, and what it may have.
 *
 * @param name name of the demand
 * @param workloads parts of the demand
 * @param limits what the fleet may have
 * @param sharesPools whether workloads of one model share replicas, and all of them systems
 * @param spareSystems systems of each kind that stand by for failures
 * @param wholeSystems whether accelerators are bought in the systems in which they are sold
 */
public record FleetDemand(
    String name,
    List<Workload> workloads,
    FleetLimits limits,
    boolean sharesPools,
    int spareSystems,
    boolean wholeSystems) {

  public FleetDemand {
    workloads = List.copyOf(workloads);
  }

  /** The amounts that a workload is stated in. */
  public enum Unit {
    USERS,
    SESSIONS,
    REQUESTS_PER_SECOND;

    /** The unit as people read it. */
    public String label() {
      return this == REQUESTS_PER_SECOND ? "requests/s" : name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A part of the demand.
   *
   * @param name name in tables
   * @param model id of its model; empty for any
   * @param workflow id of its workflow
   * @param context prompt length, as on the axis of a sweep
   * @param unit what the amounts are of
   * @param amounts amount in each hour; all workloads of a demand have as many hours
   * @param targets latencies that its cells keep
   */
  public record Workload(
      String name,
      Optional<String> model,
      String workflow,
      String context,
      Unit unit,
      List<Double> amounts,
      LatencyTargets targets) {

    public Workload {
      amounts = List.copyOf(amounts);
    }

    /** The largest amount of an hour. */
    public double peak() {
      return Collections.max(amounts);
    }
  }

  /** Number of hours. */
  public int hours() {
    return workloads.get(0).amounts().size();
  }

  /** The demand of one of the workloads alone. */
  FleetDemand of(int workload) {
    return new FleetDemand(
        name, List.of(workloads.get(workload)), limits, sharesPools, spareSystems, wholeSystems);
  }

  /** This demand with other limits. */
  public FleetDemand within(FleetLimits others) {
    return new FleetDemand(name, workloads, others, sharesPools, spareSystems, wholeSystems);
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException with every problem in the file
   */
  public static FleetDemand read(Path file) {
    List<Problem> problems = new ArrayList<>();
    Optional<Document<FleetFile>> document = new YamlReader().read(file, FleetFile.class, problems);
    return checked(document, problems);
  }

  /** Reads a text as if it were the content of a file. */
  public static FleetDemand parse(String file, String text) {
    List<Problem> problems = new ArrayList<>();
    Optional<Document<FleetFile>> document =
        new YamlReader().parse(file, text, FleetFile.class, problems);
    return checked(document, problems);
  }

  /**
   * The JSON Schema of such files.
   *
   * @param docs descriptions of the fields
   */
  public static String jsonSchema(FieldDocs docs) {
    return JsonSchema.of(FleetFile.class, "A demand on a fleet", docs);
  }

  private static FleetDemand checked(
      Optional<Document<FleetFile>> document, List<Problem> problems) {
    Optional<FleetDemand> demand = document.map(found -> of(found, problems));
    if (!problems.isEmpty() || demand.isEmpty()) {
      throw new ConfigException(problems);
    }
    return demand.get();
  }

  private static FleetDemand of(Document<FleetFile> document, List<Problem> problems) {
    FleetFile file = document.value();
    List<Workload> workloads = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int hours =
        file.workloads().stream()
            .flatMap(one -> one.hours().stream())
            .mapToInt(List::size)
            .max()
            .orElse(1);
    if (file.workloads().isEmpty()) {
      problems.add(document.problem("/workloads", "is empty. Allowed: one workload at least."));
    }
    for (int i = 0; i < file.workloads().size(); i++) {
      FleetFile.Workload one = file.workloads().get(i);
      String path = "/workloads/" + i;
      String name = one.name().orElse(one.workflow());
      if (!names.add(name)) {
        problems.add(
            document.problem(path, "is the second workload '" + name + "'. Maybe name it."));
      }
      if (Stream.of(one.users(), one.sessions(), one.requestsPerSecond())
              .filter(Optional::isPresent)
              .count()
          != 1) {
        problems.add(
            document.problem(
                path,
                "states no demand, or several. Allowed: one of users, sessions,"
                    + " requestsPerSecond."));
      }
      if (one.hours().isPresent() && one.hours().get().isEmpty()) {
        problems.add(document.problem(path + "/hours", "is empty. Allowed: one share at least."));
      } else if (one.hours().isPresent() && one.hours().get().size() != hours) {
        problems.add(
            document.problem(
                path + "/hours",
                "has "
                    + one.hours().get().size()
                    + " shares. Allowed: as many as other workloads have, "
                    + hours
                    + "."));
      } else if (one.hours().isPresent() && !(Collections.max(one.hours().get()) > 0)) {
        problems.add(
            document.problem(path + "/hours", "has no share above 0. Allowed: one at least."));
      }
      targets(document, path, one, problems)
          .ifPresent(targets -> workloads.add(workload(one, name, hours, targets)));
    }
    return new FleetDemand(
        file.name(),
        workloads,
        file.available().map(FleetLimits::of).orElse(FleetLimits.NONE),
        file.pools().orElse(FleetFile.Pools.SHARED) == FleetFile.Pools.SHARED,
        file.spareSystems().orElse(0),
        file.wholeSystems().orElse(true));
  }

  private static Optional<LatencyTargets> targets(
      Document<?> document, String path, FleetFile.Workload one, List<Problem> problems) {
    try {
      return Optional.of(
          one.targets()
              .map(
                  written ->
                      new LatencyTargets(
                          written.ttftSeconds().orElse(Double.POSITIVE_INFINITY),
                          written.tpotSeconds().orElse(Double.POSITIVE_INFINITY),
                          written.percentile().orElse(LatencyTargets.NO_QUEUE)))
              .orElse(LatencyTargets.NONE));
    } catch (InvalidValueException e) {
      problems.add(document.problem(path + "/targets/" + e.field(), e.reason()));
      return Optional.empty();
    }
  }

  private static Workload workload(
      FleetFile.Workload one, String name, int hours, LatencyTargets targets) {
    Unit unit =
        one.users().isPresent()
            ? Unit.USERS
            : one.sessions().isPresent() ? Unit.SESSIONS : Unit.REQUESTS_PER_SECOND;
    double amount = one.users().or(one::sessions).or(one::requestsPerSecond).orElse(1.0);
    List<Double> shares = one.hours().orElse(Collections.nCopies(hours, 1.0));
    return new Workload(
        name,
        one.model(),
        one.workflow(),
        one.context().orElse("mean"),
        unit,
        shares.stream().map(share -> share * amount).toList(),
        targets);
  }
}
