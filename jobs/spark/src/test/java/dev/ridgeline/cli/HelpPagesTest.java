package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The pages of help that the launcher prints before anything is built, and those of topics. */
class HelpPagesTest {

  private static final Path COMMITTED = Path.of("../../deploy/help");
  private static final Path WRITTEN = Path.of("target", "help");
  private static final Path MANUAL = Path.of("../../deploy/man/man1");
  private static final int WIDTH = 80;

  /** The text of each page, by the name of its file. */
  private static Map<String, String> pages() {
    Map<String, String> pages = new TreeMap<>();
    addPages("ridgeline", Main.commandLine(new Main()), pages);
    return pages;
  }

  private static void addPages(String name, CommandLine command, Map<String, String> pages) {
    command.setUsageHelpWidth(WIDTH);
    pages.put(name + ".txt", command.getUsageMessage(Ansi.OFF).replace("\r\n", "\n"));
    command.getSubcommands().forEach((below, its) -> addPages(name + "-" + below, its, pages));
  }

  static Stream<Map.Entry<String, String>> everyPage() {
    return pages().entrySet().stream();
  }

  /** To renew them, copy what this test writes. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("everyPage")
  void committedPagesAreThoseOfTheCommands(Map.Entry<String, String> page) throws IOException {
    Files.createDirectories(WRITTEN);
    Files.writeString(WRITTEN.resolve(page.getKey()), page.getValue());
    Path committed = COMMITTED.resolve(page.getKey());
    assertThat(Files.exists(committed) && Files.readString(committed).equals(page.getValue()))
        .as("%s is as jobs/spark/%s: copy that over it", committed, WRITTEN.resolve(page.getKey()))
        .isTrue();
  }

  @Test
  void noPageIsLeftOfACommandThatIsGone() throws IOException {
    try (Stream<Path> files = Files.list(COMMITTED)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(pages().keySet());
    }
  }

  /** To renew them, copy what this test writes. */
  @Test
  void committedManualIsThatOfTheCommands() throws IOException {
    Path written = Files.createDirectories(Path.of("target", "man"));
    Map<String, String> pages = ManPage.all(Main.commandLine(new Main()));
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Files.writeString(written.resolve(page.getKey()), page.getValue());
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Path committed = MANUAL.resolve(page.getKey());
      assertThat(committed).as("copy jobs/spark/target/man over deploy/man/man1").exists();
      assertThat(Files.readString(committed))
          .as("%s: copy jobs/spark/target/man over it", committed)
          .isEqualTo(page.getValue());
    }
    try (Stream<Path> files = Files.list(MANUAL)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("pages of commands that are gone")
          .containsExactlyInAnyOrderElementsOf(pages.keySet());
    }
  }

  /** Picocli's own help command, below import, is alone without examples. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("everyPage")
  void everyPageHasExamplesAndExitCodes(Map.Entry<String, String> page) {
    if (!page.getKey().equals("ridgeline-import-help.txt")) {
      assertThat(page.getValue()).contains("\nExamples:\n  ridgeline ");
    }
    assertThat(page.getValue()).contains("\nExit codes:\n  0   done\n");
    assertThat(page.getValue().lines()).allMatch(line -> line.length() <= WIDTH);
  }

  /** The launcher without a jar prints the page, and neither looks for Java nor builds. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "help",
        "--help",
        "help sql",
        "sql --help",
        "import model -h",
        "help import model"
      })
  void helpNeedsNoBuild(String words) throws IOException, InterruptedException {
    Path root = Files.createTempDirectory("unbuilt");
    Path deploy = Files.createDirectories(root.resolve("deploy/help"));
    try (Stream<Path> files = Files.list(COMMITTED)) {
      for (Path file : files.toList()) {
        Files.copy(file, deploy.resolve(file.getFileName()));
      }
    }
    Path launcher = Files.copy(Path.of("../../deploy/ridgeline"), root.resolve("deploy/ridgeline"));
    ProcessBuilder command =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of("/bin/bash", launcher.toString()), Stream.of(words.split(" ", -1)))
                .toList());
    command.environment().put("JAVA_HOME", "/nonexistent");
    Process process = command.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    String page =
        "ridgeline"
            + words
                .replaceAll("(^| )(help|--help|-h)\\b", "")
                .strip()
                .replaceAll("^(?=.)", "-")
                .replace(' ', '-')
            + ".txt";
    assertThat(printed).isEqualTo(pages().get(page));
  }

  @Test
  void columnsAreListedByPartsOfTheirNames() {
    CommandLineRun found = CommandLineRun.of("help", "columns", "tpot*s", "--format", "csv");
    assertThat(found.code()).as(found.err()).isZero();
    assertThat(found.out()).startsWith("column,unit,meaning\r\n").contains("\r\ntpot_s,s,");
    CommandLineRun none = CommandLineRun.of("help", "columns", "tpot_z");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("has no column with 'tpot_z'", "tpot_s");
    assertThat(CommandLineRun.of("help", "axes").out()).contains("batch");
    assertThat(CommandLineRun.of("help", "catalogs").out()).contains("memory-tiers");
  }

  @Test
  void completionKnowsCommandsAndOptions() {
    CommandLineRun script = CommandLineRun.of("completion");
    assertThat(script.code()).isZero();
    assertThat(script.out()).startsWith("#!/usr/bin/env bash").contains("frontier", "--group-by");
  }
}
