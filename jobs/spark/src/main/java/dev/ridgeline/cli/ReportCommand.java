package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.report.FigureImage;
import dev.ridgeline.report.Report;
import dev.ridgeline.run.ReportRun;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    defaultValueProvider = ColumnDefaults.class,
    description = {
      "Makes a page with the answer, its charts and its data: one HTML file that any browser shows,"
          + " without a network.",
      "Choices are made as 'ridgeline choose' makes them. With --figure it makes an image of one"
          + " chart instead, for which it needs Chromium or Chrome. Each chart of a page has a button"
          + " for the same image."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline report runs/quickstart",
      "  ridgeline report runs/quickstart --ttft 2s --tpot 40ms --out page.html",
      "  ridgeline report runs/choices",
      "  ridgeline report runs/quickstart --checks runs/checks",
      "  ridgeline report runs/quickstart --figure regret --format svg --out regret.svg"
    })
final class ReportCommand implements Runnable {

  /** Forms of an image. */
  enum ImageFormat {
    PNG,
    SVG
  }

  @Mixin private SparkMaster spark;
  @Mixin private CatalogArguments catalogs;
  @Mixin private ChoiceOptions choice;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description =
          "Directory of a finished run, of a frontier, of choices, of a fleet or of checks, or a sweep file"
              + " (.yaml).")
  private String source;

  @Option(
      names = "--checks",
      paramLabel = "DIR",
      description =
          "Place of the table checks, which 'ridgeline check FILES --out DIR' makes. The page then"
              + " has predicted against measured values, too.")
  private Optional<String> checks = Optional.empty();

  @Option(
      names = "--figure",
      paramLabel = "NAME",
      description =
          "Chart that is made into an image instead of a page: explore, regret, cost, time, sure,"
              + " roofline, binding, context, hit-rate, memory, agents, day or checks.")
  private Optional<String> figure = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Form of that image: png or svg (default: png).")
  private Optional<ImageFormat> format = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "File of the page or image (default: runs/<name of the source>.html, or .png or .svg). A"
              + " page of an earlier report is replaced.")
  private Optional<String> out = Optional.empty();

  @Option(
      names = "--overwrite",
      description = "Replaces a file at --out that is no page of a report.")
  private boolean overwrite;

  @Override
  public void run() {
    if (figure.isEmpty() && format.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "Option '--format' needs '--figure', which names a chart.");
    }
    figure.ifPresent(ReportCommand::requireFigure);
    String form = format.orElse(ImageFormat.PNG).name().toLowerCase(java.util.Locale.ROOT);
    ReportFile file =
        out.map(ReportFile::of)
            .orElseGet(() -> ReportFile.beside(source, figure, figure.isPresent() ? form : "html"));
    file.require(overwrite);
    Optional<FigureImage> image = figure.map(name -> FigureImage.ofThisMachine(name, form));
    Report report =
        new ReportRun(source, catalogs.directories(), choice.request(), checks).read(spark.url());
    if (image.isPresent()) {
      file.write(image.get().draw(report));
    } else {
      file.write(report.page());
    }
    file.say(spec.commandLine().getOut());
  }

  private static void requireFigure(String name) {
    if (!Report.FIGURES.contains(name)) {
      throw new ConfigException(
          "--figure", "unknown chart '" + name + "'." + NearestName.advice(name, Report.FIGURES));
    }
  }
}
