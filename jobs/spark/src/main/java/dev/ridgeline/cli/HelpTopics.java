package dev.ridgeline.cli;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.CatalogTable;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Rows;
import dev.ridgeline.space.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Topics of help that are lists of what the model knows. */
final class HelpTopics {

  private HelpTopics() {}

  @Command(
      name = "columns",
      mixinStandardHelpOptions = true,
      description =
          "Lists the columns of the table cells: name, unit and meaning. The page jobs/spark/TABLES.md"
              + " has those of all tables.",
      footerHeading = "%nExamples:%n",
      footer = {"  ridgeline help columns", "  ridgeline help columns dollars --format markdown"})
  static final class Columns implements Runnable {

    @Mixin private FormatOptions format;
    @Spec private CommandSpec spec;

    @Parameters(
        arity = "0..1",
        paramLabel = "PATTERN",
        description =
            "Part of a name or of a meaning. A * stands for any characters (default: all columns).")
    private Optional<String> pattern = Optional.empty();

    @Override
    public void run() {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (CellColumn column : CellColumns.ALL) {
        if (isAsked(column)) {
          rows.add(Rows.row(column.name(), column.unit(), column.doc()));
        }
      }
      if (rows.isEmpty()) {
        List<String> names = CellColumns.ALL.stream().map(CellColumn::name).toList();
        throw new ConfigException(
            "help columns",
            "has no column with '"
                + pattern.orElse("")
                + "'."
                + NearestName.advice(pattern.orElse(""), names));
      }
      format.output(spec).print(Rows.of(List.of("column", "unit", "meaning"), rows));
    }

    private boolean isAsked(CellColumn column) {
      String any =
          List.of(pattern.orElse("").toLowerCase(Locale.ROOT).split("\\*", -1)).stream()
              .map(Pattern::quote)
              .collect(Collectors.joining(".*"));
      String text = column.name() + "\n" + column.doc().toLowerCase(Locale.ROOT);
      return text.lines().anyMatch(line -> line.matches(".*" + any + ".*"));
    }
  }

  @Command(
      name = "axes",
      mixinStandardHelpOptions = true,
      description = "Lists the axes of a sweep, slowest first.",
      footerHeading = "%nExamples:%n",
      footer = "  ridgeline help axes")
  static final class Axes implements Runnable {

    @Mixin private FormatOptions format;
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (Axis<?> axis : Axis.ALL) {
        rows.add(Rows.row(axis.name(), axis.doc()));
      }
      format.output(spec).print(Rows.of(List.of("axis", "meaning"), rows));
    }
  }

  @Command(
      name = "catalogs",
      mixinStandardHelpOptions = true,
      description = "Lists the kinds of catalogs, and the tables that they fill.",
      footerHeading = "%nExamples:%n",
      footer = "  ridgeline help catalogs")
  static final class Catalogs implements Runnable {

    @Mixin private FormatOptions format;
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (CatalogKind<?> kind : CatalogKind.ALL) {
        List<String> tables =
            kind.tables().stream().map((CatalogTable<?> one) -> one.table().name()).toList();
        rows.add(Rows.row(kind.folder(), kind.title(), tables));
      }
      format.output(spec).print(Rows.of(List.of("folder", "entry", "tables"), rows));
    }
  }
}
