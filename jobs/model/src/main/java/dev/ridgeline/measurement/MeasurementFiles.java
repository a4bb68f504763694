package dev.ridgeline.measurement;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads points from files of benchmarks, whose formats are recognised. */
public final class MeasurementFiles {

  private static final List<ResultFormat> FORMATS =
      List.of(
          new PublishedRowsCsv(),
          new OwnCsv(),
          new SiliconSampleCsv(),
          new AiperfCsv(),
          new VllmBenchJson(),
          new SglangBenchJson(),
          new InferenceXJson(),
          new GuideLlmJson(),
          new TrtllmBenchJson(),
          new AiperfJson());

  private MeasurementFiles() {}

  /**
   * Reads the points of a file, or of all CSV and JSON files below a directory.
   *
   * @param given values by column for what files do not say; they also replace what files say
   * @throws ConfigException with every problem of all files
   */
  public static List<MeasuredPoint> read(Path path, Map<String, String> given) {
    List<Problem> problems = new ArrayList<>();
    PointFields.requireKnown("--set", 0, given.keySet(), problems);
    List<MeasuredPoint> points = new ArrayList<>();
    if (Files.isDirectory(path)) {
      for (Path file : files(path)) {
        Source.read(file, problems)
            .ifPresent(source -> points.addAll(read(source, given, problems)));
      }
    } else {
      Source.read(path, problems).ifPresent(source -> points.addAll(read(source, given, problems)));
    }
    if (points.isEmpty() && problems.isEmpty()) {
      problems.add(new Problem(path.toString(), "", 0, "has no measured points"));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.stream().distinct().toList());
    }
    return points;
  }

  /** The points of one text. */
  static List<MeasuredPoint> read(
      Source source, Map<String, String> given, List<Problem> problems) {
    ResultFile file = new ResultFile(source);
    Optional<ResultFormat> format =
        FORMATS.stream().filter(known -> known.recognises(file)).findFirst();
    if (format.isEmpty()) {
      String known = FORMATS.stream().map(ResultFormat::name).collect(Collectors.joining(", "));
      String message = "is in no known format. Known: " + known + ".";
      problems.add(new Problem(source.file(), "", 0, message));
      return List.of();
    }
    List<MeasuredPoint> points = new ArrayList<>();
    for (ResultRow row : format.get().read(file, problems)) {
      Map<String, String> fields = row.with(given);
      PointFields all =
          format.get().isTable()
              ? PointFields.ofTable(source.file(), row.line(), fields)
              : new PointFields(source.file(), row.line(), fields, problems);
      if (!format.get().isOfFacts()) {
        PointFields.requireConditions(source.file(), fields, problems);
      }
      all.point().ifPresent(points::add);
    }
    return points;
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(csv|json|jsonl)"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
