package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.ConnectClient;
import dev.ridgeline.testing.Installation;
import dev.ridgeline.testing.OtherJvm;
import dev.ridgeline.testing.TestSweep;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server of Spark Connect answers a client on the loopback interface. {@code deploy/standalone}
 * starts it, with the options that {@code sbin/start-connect-server.sh} of an installation takes.
 * The client is a process of its own: its classes and those of the server do not go onto one class
 * path.
 */
class SparkConnectTest {

  private static final int PATIENCE_SECONDS = 240;
  private static final Path JARS = Path.of("target", "connect");

  @TempDir private Path directory;

  private Path home;
  private Installation installation;

  @BeforeEach
  void install() throws Exception {
    home = directory.resolve("spark");
    installation = Installation.make(directory, List.of());
  }

  @Test
  void clientHasTablesViewsAndFunctions() throws Exception {
    Path sweeps = Files.createDirectories(directory.resolve("sweeps"));
    TestSweep.tiny(sweeps);
    List<List<String>> answers =
        ask(
            start(sweeps),
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
  }

  /** Starts the server as a user does who has no installation of Spark. Returns its URL. */
  private String start(Path sweeps) throws Exception {
    Files.createSymbolicLink(
        Files.createDirectories(installation.target().resolve("connect")).resolve("server"),
        JARS.resolve("server").toRealPath());
    String catalog = "spark.sql.catalog.ridgeline";
    List<String> words = new ArrayList<>(List.of("connect", "--driver-memory", "1g"));
    for (String setting :
        List.of(
            "spark.master=local[2]",
            "spark.ui.enabled=false",
            "spark.driver.extraJavaOptions=" + String.join(" ", OtherJvm.SHORT_LIVED),
            "spark.local.dir=" + directory,
            "spark.sql.shuffle.partitions=2",
            "spark.connect.grpc.binding.port=0",
            catalog + ".sweeps=" + sweeps,
            catalog + ".catalogs=" + TestSweep.CATALOGS.toRealPath())) {
      words.add("--conf");
      words.add(setting);
    }
    String printed = installation.standalone(environment(), words.toArray(String[]::new));
    Matcher url = Pattern.compile("sc://127\\.0\\.0\\.1:\\d+").matcher(printed);
    assertThat(url.find()).as(printed).isTrue();
    return url.group();
  }

  private Map<String, String> environment() {
    return Map.of("JAVA_HOME", System.getProperty("java.home"), "SPARK_HOME", home.toString());
  }

  /** Ends the server, for the folder can go only when nobody writes into it. */
  @AfterEach
  void stop() throws Exception {
    Path file = home.resolve("run/connect.pid");
    if (Files.exists(file)) {
      Optional<ProcessHandle> server =
          ProcessHandle.of(Long.parseLong(Files.readString(file).strip()));
      installation.standalone(environment(), "stop");
      if (server.isPresent()) {
        server.get().destroyForcibly();
        server.get().onExit().completeOnTimeout(server.get(), 10, TimeUnit.SECONDS).join();
      }
    }
  }

  /** What the client prints, by query. Its class path has no Spark but that of the client. */
  private List<List<String>> ask(String url, String... queries) throws Exception {
    Pattern spark = Pattern.compile(".*/spark-(core|sql|sql-api|catalyst)_.*");
    Path classes =
        Path.of(ConnectClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String classPath =
        String.join(
            File.pathSeparator,
            classes.toString(),
            jars("client"),
            classPath(entry -> entry.endsWith(".jar") && !spark.matcher(entry).matches()));
    List<String> arguments = new ArrayList<>(List.of(url));
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

  private String logs() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(log -> log.toString().endsWith(".log")).toList()) {
        text.append(file.getFileName()).append(":\n").append(Files.readString(file));
      }
    }
    return text.toString();
  }
}
