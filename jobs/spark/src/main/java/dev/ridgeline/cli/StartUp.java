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
   * Runs commands, each in the kind of JVM that the launcher starts for it.
   *
   * @param arguments {@code light} or {@code spark}, and an empty folder for files
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    String sweep = Files.writeString(folder.resolve("start.yaml"), SWEEP).toString();
    String run = folder.resolve("run").toString();
    run("sweep", sweep, "--out", run);
    if (arguments[0].equals("spark")) {
      run("sql", run, "SELECT status, count(*) FROM cells GROUP BY status");
      run("sql", sweep, "SELECT cell FROM cells WHERE status = 'OK' ORDER BY ttft_s LIMIT 5");
    } else {
      run("--version");
      run("validate", sweep);
      run("catalog");
      run("catalog", "accelerators", "h100-sxm");
      run("catalog", "accelerators");
      run("choose", sweep);
      run("frontier", sweep);
      run("explain", sweep, "--best");
      run("verify", run);
      run("best", "--model", "llama-3.1-8b", "--hardware", "h100-sxm");
      run("help", "columns", "ttft");
    }
    // Spark has threads that would hold up the end.
    System.exit(0);
  }

  /** Runs a command with what comes before it. */
  private static void run(String... command) {
    Main.prepare();
    Main.run(command);
  }
}
