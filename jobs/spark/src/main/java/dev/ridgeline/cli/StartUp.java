package dev.ridgeline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A run of the usual commands on a small sweep. The launcher has the JVM archive the classes that
 * they load, so that commands start quicker.
 */
final class StartUp {

  private static final String SWEEP =
      """
      name: start
      axes:
        models: [llama-3.1-8b]
        quantizations: [fp8]
        hardware:
          - colocated: [h100-sxm]
          - prefill: [h100-sxm]
            decode: [h200-sxm]
            link: [ib-ndr-400]
        parallelism: [{tp: 1}]
        workflows: [chat]
        batch: [1, 64]
      targets: {tpotSeconds: 50 ms}
      """;

  private StartUp() {}

  /**
   * Runs the commands.
   *
   * @param arguments an empty folder for files
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    String sweep = Files.writeString(folder.resolve("start.yaml"), SWEEP).toString();
    String run = folder.resolve("run").toString();
    Main.run("validate", sweep);
    Main.run("catalog", "accelerators", "h100-sxm");
    Main.run("sweep", sweep, "--out", run);
    Main.run("choose", sweep);
    Main.run("explain", sweep, "--best");
    Main.run("sql", run, "SELECT status, count(*) FROM cells GROUP BY status");
    // Spark has threads that would hold up the end.
    System.exit(0);
  }
}
