package dev.ridgeline.measurement;

import dev.ridgeline.config.Days;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.Problem;
import dev.ridgeline.measurement.MeasuredPoint.Label;
import dev.ridgeline.measurement.MeasuredPoint.Layout;
import dev.ridgeline.measurement.MeasuredPoint.Load;
import dev.ridgeline.measurement.MeasuredPoint.Machine;
import dev.ridgeline.measurement.MeasuredPoint.ServedModel;
import dev.ridgeline.measurement.MeasuredPoint.Settings;
import dev.ridgeline.measurement.MeasuredPoint.Software;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Range;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The fields of a point as texts, by the names of the columns of our own format. Every reader makes
 * these fields of its file, so that one place checks them.
 */
final class PointFields {

  /** Conditions of a point, in the order of the columns of our own files. */
  static final List<String> CONDITIONS =
      List.of(
          "id",
          "source",
          "origin",
          "configuration",
          "model",
          "accelerator",
          "accelerators",
          "quantization",
          "kv_bits",
          "engine",
          "engine_version",
          "day",
          "deployment",
          "tp",
          "ep",
          "dp",
          "pp",
          "drafts",
          "input_tokens",
          "output_tokens",
          "cached_tokens",
          "concurrency",
          "requests_per_s",
          "chunk_tokens",
          "memory_fraction",
          "flags",
          "clean",
          "split");

  /** Conditions that every result needs, each with an example. */
  private static final SortedMap<String, String> NEEDED =
      new TreeMap<>(
          Map.of(
              "model", "llama-3.1-8b",
              "accelerator", "h200-sxm",
              "quantization", "fp8",
              "input_tokens", "1024",
              "output_tokens", "1024"));

  /** Words that programs write for what they do not know. */
  private static final Set<String> UNKNOWN = Set.of("nan", "none", "null", "n/a", "na", "-");

  /** Columns in which such a word may be a name. */
  private static final Set<String> TEXTS = Set.of("id", "drafts");

  /** Requests at once over a whole fleet; a mean may be below 1. */
  private static final Range CONCURRENCY = new Range(Dimension.SEQUENCES, 1e-3, 1e7);

  private final String file;
  private final int line;
  private final Map<String, String> fields;
  private final List<Problem> problems;
  private final boolean isOfFacts;

  /** What is wrong with a fact; the point is counted with it instead of predicted. */
  private final List<String> faults = new ArrayList<>();

  /**
   * @param line line at which the point stands; 0 where a whole file is one point
   * @param fields texts by column; a text that is empty or absent is unknown
   * @param problems receives what is wrong with them
   */
  PointFields(String file, int line, Map<String, String> fields, List<Problem> problems) {
    this(file, line, fields, problems, false);
  }

  private PointFields(
      String file,
      int line,
      Map<String, String> fields,
      List<Problem> problems,
      boolean isOfFacts) {
    this.file = file;
    this.line = line;
    this.fields = fields;
    this.problems = problems;
    this.isOfFacts = isOfFacts;
  }

  /**
   * The fields of a row of a table that a program wrote from publications. Words for what is not
   * known are as good as no text. A row whose conditions are wrong is a point with that fault, so
   * that one such row does not hide all others.
   */
  static PointFields ofTable(String file, int line, Map<String, String> fields) {
    return new PointFields(file, line, fields, new ArrayList<>(), true);
  }

  /** All columns: the conditions, and the measured values. */
  static List<String> columns() {
    List<String> columns = new ArrayList<>(CONDITIONS);
    for (Metric metric : Metric.values()) {
      for (Statistic statistic : Statistic.values()) {
        columns.add(metric.column(statistic));
      }
    }
    return columns;
  }

  /** Reports names that are no columns of points. */
  static void requireKnown(String file, int line, Iterable<String> names, List<Problem> problems) {
    for (String name : names) {
      if (!columns().contains(name)) {
        String message =
            "is not a column of measured points." + NearestName.advice(name, columns());
        problems.add(new Problem(file, name, line, message));
      }
    }
  }

  /** Reports conditions without which a result cannot be predicted, and how to give them. */
  static void requireConditions(String file, Map<String, String> fields, List<Problem> problems) {
    List<String> missing = new ArrayList<>();
    for (String column : NEEDED.keySet()) {
      if (fields.getOrDefault(column, "").isEmpty()) {
        missing.add(column);
      }
    }
    if (fields.getOrDefault("requests_per_s", "").isEmpty()
        && fields.getOrDefault("concurrency", "").isEmpty()) {
      missing.add("concurrency");
    }
    if (!missing.isEmpty()) {
      String flags =
          missing.stream()
              .map(column -> "--set " + column + "=" + NEEDED.getOrDefault(column, "64"))
              .collect(Collectors.joining(" "));
      String message =
          "does not say " + String.join(", ", missing) + ". Give what it lacks, such as " + flags;
      problems.add(new Problem(file, "", 0, message + "."));
    }
  }

  /** The point, or empty where a field is wrong. */
  Optional<MeasuredPoint> point() {
    int before = problems.size();
    String drafts = text("drafts");
    Measures measures = measures();
    MeasuredPoint point =
        new MeasuredPoint(
            Label.NONE,
            new ServedModel(
                text("model"), text("quantization"), number("kv_bits", Dimension.BITS.range())),
            new Machine(text("accelerator"), count("accelerators", Dimension.ACCELERATORS.range())),
            new Software(text("engine"), text("engine_version"), day("day")),
            new Layout(
                text("deployment"),
                count("tp", Dimension.WAYS.range()).orElse(1),
                count("ep", Dimension.WAYS.range()).orElse(1),
                count("dp", Dimension.WAYS.range()).orElse(1),
                count("pp", Dimension.WAYS.range()).orElse(1),
                drafts.isEmpty() ? "none" : drafts),
            new Load(
                number("input_tokens", Dimension.TOKENS.range()),
                number("output_tokens", Dimension.TOKENS.range()),
                number("cached_tokens", Dimension.TOKENS.rangeFromZero()),
                number("concurrency", CONCURRENCY),
                number("requests_per_s", Dimension.REQUESTS_PER_SECOND.range())),
            new Settings(
                count("chunk_tokens", Dimension.TOKENS.range()),
                number("memory_fraction", Dimension.SHARE.range())),
            measures);
    MeasuredPoint labelled = point.with(label());
    return problems.size() == before ? Optional.of(labelled) : Optional.empty();
  }

  private Label label() {
    return new Label(
        text("id"),
        text("source"),
        text("origin"),
        text("configuration"),
        text("flags"),
        truth("clean"),
        text("split"),
        faults.isEmpty() ? "" : faults.get(0));
  }

  private Measures measures() {
    Map<Metric, Map<Statistic, Double>> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      Map<Statistic, Double> byStatistic = new EnumMap<>(Statistic.class);
      for (Statistic statistic : Statistic.values()) {
        number(metric.column(statistic), metric.range())
            .ifPresent(value -> byStatistic.put(statistic, value));
        // A measured value of 0 or less was not measured; the others of the row may have been.
        faults.clear();
      }
      if (!byStatistic.isEmpty()) {
        values.put(metric, byStatistic);
      }
    }
    return new Measures(values);
  }

  private String text(String column) {
    String text = fields.getOrDefault(column, "");
    return isOfFacts && UNKNOWN.contains(text.toLowerCase(Locale.ROOT)) && !TEXTS.contains(column)
        ? ""
        : text;
  }

  private OptionalDouble number(String column, Range range) {
    return number(column, range, range.allowed());
  }

  private OptionalDouble number(String column, Range range, String allowed) {
    String text = text(column);
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value = Double.NaN;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      // Reported below, as a number outside its range is.
    }
    if (range.has(value)) {
      return OptionalDouble.of(value);
    }
    problem(
        column,
        "is '"
            + text
            + "'. Allowed: "
            + allowed
            + ", or nothing where unknown."
            + range.meant(value));
    return OptionalDouble.empty();
  }

  private OptionalInt count(String column, Range range) {
    OptionalDouble value = number(column, range, range.allowedWhole());
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    int whole = (int) value.getAsDouble();
    if (whole != value.getAsDouble()) {
      problem(column, "is '" + text(column) + "'. Allowed: " + range.allowedWhole() + ".");
      return OptionalInt.empty();
    }
    return OptionalInt.of(whole);
  }

  private Optional<LocalDate> day(String column) {
    String text = text(column);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<LocalDate> day = Days.parse(text);
    if (day.isEmpty()) {
      problem(column, "is '" + text + "'. Allowed: " + Days.ALLOWED + ".");
    }
    return day;
  }

  private Optional<Boolean> truth(String column) {
    return switch (text(column)) {
      case "" -> Optional.empty();
      case "true", "True" -> Optional.of(true);
      case "false", "False" -> Optional.of(false);
      default -> {
        problem(column, "is '" + text(column) + "'. Allowed: true or false.");
        yield Optional.empty();
      }
    };
  }

  private void problem(String column, String message) {
    if (isOfFacts) {
      faults.add(column + " " + message.substring(0, message.indexOf("'. ") + 1));
    } else {
      problems.add(new Problem(file, column, line, message));
    }
  }
}
