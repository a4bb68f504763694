package dev.ridgeline.calibrate;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.CsvTable;
import dev.ridgeline.config.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Times of kernels on one device, as {@code deploy/measure/kernels.py} writes them.
 *
 * @param file the file
 * @param conditions device, software and day of the first row, for the sources of an entry
 * @param rows the times
 */
public record KernelTimings(String file, String conditions, List<KernelTiming> rows) {

  private static final List<String> REQUIRED =
      List.of("kernel", "format", "flops", "bytes", "seconds");

  public KernelTimings {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException with every problem of the file
   */
  public static KernelTimings read(Path path) {
    List<Problem> problems = new ArrayList<>();
    CsvTable table = CsvTable.read(path, problems).orElseThrow(() -> new ConfigException(problems));
    String file = table.source().file();
    TreeSet<String> missing = new TreeSet<>(REQUIRED);
    table.header().forEach(missing::remove);
    if (!missing.isEmpty()) {
      throw new ConfigException(
          file,
          "has no column "
              + String.join(", ", missing)
              + ". Allowed: what deploy/measure/kernels.py writes.");
    }
    List<KernelTiming> rows = new ArrayList<>();
    for (CsvTable.Row row : table.rows()) {
      rows.add(timing(new Fields(file, row.line(), table.byColumn(row), problems)));
    }
    if (rows.isEmpty()) {
      problems.add(new Problem(file, "", table.headerLine(), "has no row."));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new KernelTimings(file, conditions(table.byColumn(table.rows().get(0))), rows);
  }

  private static String conditions(Map<String, String> first) {
    List<String> known = new ArrayList<>();
    add(known, "", first.getOrDefault("device", ""));
    add(known, "PyTorch ", first.getOrDefault("torch", ""));
    add(known, "CUDA ", first.getOrDefault("cuda", ""));
    add(known, "", first.getOrDefault("day", ""));
    return String.join(", ", known);
  }

  private static void add(List<String> known, String name, String value) {
    if (!value.isEmpty()) {
      known.add(name + value);
    }
  }

  private static KernelTiming timing(Fields fields) {
    String kernel = fields.text("kernel");
    double size =
        switch (kernel) {
          case "experts" -> fields.number("m", 1) / fields.number("groups", 1);
          case "prefill_attention", "decode_attention" -> fields.number("context_tokens", 1);
          default -> 0;
        };
    int ranks = kernel.equals("all_reduce") ? (int) fields.number("ranks", 2) : 0;
    return new KernelTiming(
        kernel,
        fields.text("format"),
        size,
        ranks,
        fields.number("flops", 0),
        fields.number("bytes", 0),
        fields.number("seconds", Double.MIN_NORMAL),
        !fields.text("graph").equals("0"));
  }

  /** The fields of a row. */
  private record Fields(
      String file, int line, Map<String, String> byColumn, List<Problem> problems) {

    String text(String column) {
      return byColumn.getOrDefault(column, "");
    }

    /** A number that is at least so large; what is none is a problem, and 1 takes its place. */
    double number(String column, double least) {
      String written = text(column);
      try {
        double number = Double.parseDouble(written);
        if (number >= least && number < Double.POSITIVE_INFINITY) {
          return number;
        }
      } catch (NumberFormatException e) {
        // The problem below says so.
      }
      String allowed = least == Double.MIN_NORMAL ? "numbers above 0" : "numbers from " + least;
      problems.add(
          new Problem(file, column, line, "is '" + written + "'. Allowed: " + allowed + "."));
      return 1;
    }
  }
}
