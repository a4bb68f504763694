package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.plugin.RidgelineCatalog;
import dev.ridgeline.plugin.RidgelineExtensions;
import dev.ridgeline.testing.ConnectClient;
import dev.ridgeline.testing.OtherJvm;
import dev.ridgeline.testing.TestSweep;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server of Spark Connect with the plugin answers a client on the loopback interface. Both are
 * processes of their own: the classes of server and client do not go onto one class path.
 */
class SparkConnectTest {

  private static final int PATIENCE_SECONDS = 120;
  private static final Path JARS = Path.of("target", "connect");

  @TempDir private Path directory;

  @Test
  void clientHasTablesViewsAndFunctions() throws Exception {
    Path sweeps = Files.createDirectories(directory.resolve("sweeps"));
    TestSweep.tiny(sweeps);
    int port = freePort();
    Process server = server(port, sweeps);
    try {
      awaitPort(server, port);
      List<List<String>> answers =
          ask(
              port,
              "SHOW TABLES IN ridgeline.sweeps",
              "DESCRIBE ridgeline.sweeps.tiny",
              "SELECT batch, status FROM ridgeline.sweeps.tiny WHERE context = 'mean' ORDER BY cell",
              "SELECT cell FROM frontier('ridgeline.sweeps.tiny', 'min dollars_per_request',"
                  + " 'context') ORDER BY cell",
              "SELECT cell FROM ridgeline.sweeps.tiny.best ORDER BY cell",
              "SELECT count(DISTINCT operator) FROM operators('ridgeline.sweeps.tiny', 'cell = 0')");
      assertThat(answers).hasSize(6);
      assertThat(answers.get(0)).containsExactly("sweeps|tiny|false");
      assertThat(answers.get(1))
          .contains(
              "cell|bigint|Number of the cell in the grid of its sweep, from 0.",
              "dollars_per_request|double|Price of one request on one decode replica with its share"
                  + " of the prefill pool. [$]");
      assertThat(answers.get(2)).containsExactly("1|OK", "8|OK", "4096|DOES_NOT_FIT");
      // A larger batch makes a request cheaper, as long as it fits: cells 0 to 2 and 3 to 5.
      assertThat(answers.get(3)).containsExactly("1", "4");
      assertThat(answers.get(4)).containsExactly("1", "4");
      assertThat(answers.get(5)).containsExactly("6");
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private Process server(int port, Path sweeps) throws IOException {
    List<String> options = new ArrayList<>(List.of("-Xmx1g"));
    String catalog = "spark.sql.catalog.ridgeline";
    for (String setting :
        List.of(
            "spark.master=local[2]",
            "spark.ui.enabled=false",
            "spark.driver.host=127.0.0.1",
            "spark.driver.bindAddress=127.0.0.1",
            "spark.sql.shuffle.partitions=2",
            "spark.connect.grpc.binding.address=127.0.0.1",
            "spark.connect.grpc.binding.port=" + port,
            "spark.sql.extensions=" + RidgelineExtensions.class.getName(),
            catalog + "=" + RidgelineCatalog.class.getName(),
            catalog + ".sweeps=" + sweeps,
            catalog + ".catalogs=" + TestSweep.CATALOGS)) {
      options.add("-D" + setting);
    }
    return java(
        OtherJvm.command(
            jars("server") + File.pathSeparator + classPath(entry -> true),
            options,
            "org.apache.spark.sql.connect.service.SparkConnectServer"),
        directory.resolve("server.log"));
  }

  /** What the client prints, by query. Its class path has no Spark but that of the client. */
  private List<List<String>> ask(int port, String... queries) throws Exception {
    Pattern spark = Pattern.compile(".*/spark-(core|sql|sql-api|catalyst)_.*");
    Path classes =
        Path.of(ConnectClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String classPath =
        String.join(
            File.pathSeparator,
            classes.toString(),
            jars("client"),
            classPath(entry -> entry.endsWith(".jar") && !spark.matcher(entry).matches()));
    List<String> arguments = new ArrayList<>(List.of("sc://127.0.0.1:" + port));
    arguments.addAll(List.of(queries));
    List<String> command =
        OtherJvm.command(
            classPath,
            List.of("-Xmx1g"),
            ConnectClient.class.getName(),
            arguments.toArray(String[]::new));
    Path log = directory.resolve("client.log");
    Process client = java(command, log);
    try {
      boolean ended = client.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(ended && client.exitValue() == 0).as(logs()).isTrue();
    } finally {
      client.destroyForcibly();
    }
    String[] answers = Files.readString(log).split(ConnectClient.ANSWER + "\n", -1);
    return Arrays.stream(answers)
        .skip(1)
        .map(answer -> answer.lines().filter(line -> !line.startsWith("Using Spark's")).toList())
        .toList();
  }

  private static String jars(String folder) throws IOException {
    try (Stream<Path> files = Files.list(JARS.resolve(folder))) {
      return files.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
    }
  }

  private static String classPath(Predicate<String> wanted) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(wanted)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Process java(List<String> command, Path log) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private void awaitPort(Process server, int port) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end && server.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new AssertionError("the server did not start:\n" + logs());
  }

  private String logs() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(log -> log.toString().endsWith(".log")).toList()) {
        text.append(file.getFileName()).append(":\n").append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
