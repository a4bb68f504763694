package dev.ridgeline.report;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.remote.LocalFiles;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The image of a figure. A browser without a window draws it, because it is what draws the page:
 * the image and the page are then the same.
 *
 * @param figure name of the figure
 * @param format png or svg
 * @param browser program of the browser
 */
public record FigureImage(String figure, String format, Path browser) {

  /** Names of browsers that print what they have drawn. */
  private static final List<String> BROWSERS =
      List.of(
          "chromium",
          "chromium-browser",
          "google-chrome",
          "google-chrome-stable",
          "chrome",
          "microsoft-edge");

  private static final String VARIABLE = "RIDGELINE_BROWSER";

  private static final Pattern IMAGE =
      Pattern.compile("data-image=\"data:image/[a-z+]+;base64,([A-Za-z0-9+/=]+)\"");

  private static final int MOST_SECONDS = 120;

  /**
   * An image that a browser of this machine draws.
   *
   * @throws ConfigException where there is none
   */
  public static FigureImage ofThisMachine(String figure, String format) {
    String named = System.getenv(VARIABLE);
    Optional<Path> browser =
        named == null
            ? find(System.getenv().getOrDefault("PATH", ""))
            : Optional.of(Path.of(named)).filter(Files::isExecutable);
    return new FigureImage(
        figure,
        format,
        browser.orElseThrow(
            () ->
                new ConfigException(
                    "--figure",
                    "needs a browser that draws without a window, and there is none on the PATH. Maybe"
                        + " install the Debian package chromium, set "
                        + VARIABLE
                        + " to the program of Chromium, Chrome or Edge, or open the page of the report:"
                        + " each chart has a button for its image.")));
  }

  static Optional<Path> find(String path) {
    return BROWSERS.stream()
        .flatMap(
            name ->
                Arrays.stream(path.split(File.pathSeparator))
                    .filter(folder -> !folder.isBlank())
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Draws the figure of a report. */
  public byte[] draw(Report report) {
    String page = report.page(figure, format);
    try {
      Path folder = LocalFiles.temporaryFolder("ridgeline-figure-");
      try {
        Path file = Files.writeString(folder.resolve("figure.html"), page);
        return image(dumped(file, folder));
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] image(String page) {
    Matcher found = IMAGE.matcher(page);
    if (!found.find()) {
      throw new IllegalStateException(browser + " has drawn no image of " + figure);
    }
    return Base64.getDecoder().decode(found.group(1));
  }

  /** The page after its script has run. */
  private String dumped(Path file, Path folder) throws IOException {
    Path out = folder.resolve("drawn.html");
    Process process =
        new ProcessBuilder(command(file, folder))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(out.toFile())
            .start();
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            browser + " has not drawn " + figure + " within " + MOST_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the drawing was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  private List<String> command(Path file, Path folder) {
    return Stream.concat(
            Stream.of(
                browser.toString(),
                "--headless=new",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=60000",
                "--dump-dom"),
            Stream.concat(
                // Chromium refuses to run as root with its sandbox. The page is our own.
                "root".equals(System.getProperty("user.name"))
                    ? Stream.of("--no-sandbox")
                    : Stream.empty(),
                Stream.of(file.toUri().toString())))
        .toList();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
