package dev.ridgeline.run;

import dev.ridgeline.sweep.Sweep;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A standalone Spark cluster of separate processes on the loopback interface: a master and two
 * workers of one core each. Its Spark is the jars on this JVM's class path, without any class of
 * ours; those come in a jar that the driver sends to its executors, as they do in production.
 */
final class StandaloneCluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String HOST = "127.0.0.1";
  private static final int WORKERS = 2;

  /** Lets a JVM start quickly that lives for seconds, on as few cores as there may be. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final Pattern MASTER_URL =
      Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");

  private final Path root;
  private final Path sparkHome;
  private final Path ownJar;
  private final String sparkClassPath;
  private final List<Process> daemons = new ArrayList<>();
  private String url = "";

  private StandaloneCluster(Path root) throws IOException, URISyntaxException {
    this.root = root;
    this.sparkHome = root.resolve("spark");
    this.ownJar = root.resolve("ridgeline.jar");
    List<Path> own = List.of(classes(SweepJob.class), classes(Sweep.class));
    this.sparkClassPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> entry.endsWith(".jar") && !own.contains(Path.of(entry)))
            .collect(Collectors.joining(File.pathSeparator));
    Files.createDirectories(sparkHome.resolve("jars"));
    try (FileSystem jar = FileSystems.newFileSystem(ownJar, Map.of("create", "true"))) {
      for (Path classes : own) {
        pack(classes, jar.getPath("/"));
      }
    }
  }

  /** Starts a cluster whose files all lie in {@code root}. */
  static StandaloneCluster start(Path root) throws Exception {
    StandaloneCluster cluster = new StandaloneCluster(root);
    // For a test run that is interrupted: no process may outlive it.
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
    try {
      cluster.startDaemons();
      return cluster;
    } catch (Exception | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** URL of the master. */
  String url() {
    return url;
  }

  /** Folders of the executors that ran, below the folders of their workers. */
  List<Path> executors() throws IOException {
    try (Stream<Path> folders = Files.walk(root.resolve("work"), 3)) {
      return folders.filter(folder -> folder.getParent().toString().contains("app-")).toList();
    }
  }

  /** Runs {@code ridgeline} as a driver of this cluster. Returns what it printed. */
  String ridgeline(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "-Xmx1g",
                "-Dspark.driver.host=" + HOST,
                "-Dspark.driver.bindAddress=" + HOST,
                "-Dspark.sql.shuffle.partitions=2",
                "-Dspark.executor.memory=512m",
                "-Dspark.executor.extraJavaOptions=" + String.join(" ", SHORT_LIVED),
                "-Dspark.executor.extraClassPath=" + sparkClassPath,
                "-cp",
                ownJar + File.pathSeparator + sparkClassPath,
                "dev.ridgeline.cli.Main"));
    command.addAll(List.of(arguments));
    Path log = root.resolve("driver.log");
    Process driver = java(command, log);
    try {
      boolean ended = driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!ended || driver.exitValue() != 0) {
        throw new AssertionError("the driver did not end well:\n" + allLogs());
      }
      return Files.readString(log);
    } finally {
      driver.destroyForcibly();
    }
  }

  /** Ends every process. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        daemons.stream()
            .flatMap(daemon -> Stream.concat(Stream.of(daemon.toHandle()), daemon.descendants()))
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  private static Path classes(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Copies classes, be they in a folder or in a jar. */
  private static void pack(Path classes, Path target) throws IOException {
    if (Files.isDirectory(classes)) {
      copy(classes, target);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(classes)) {
      copy(jar.getPath("/"), target);
    }
  }

  private static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = source.relativize(file).toString();
        if (!name.endsWith("MANIFEST.MF")) {
          Path copy = target.resolve(name);
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }

  private void startDaemons() throws Exception {
    Path masterLog = root.resolve("master.log");
    daemon(masterLog, "org.apache.spark.deploy.master.Master");
    url = await(MASTER_URL, masterLog).group(1);
    for (int i = 0; i < WORKERS; i++) {
      daemon(
          workerLog(i),
          "org.apache.spark.deploy.worker.Worker",
          "--cores",
          "1",
          "--memory",
          "1g",
          "--work-dir",
          root.resolve("work").resolve(String.valueOf(i)).toString(),
          url);
    }
    for (int i = 0; i < WORKERS; i++) {
      await(REGISTERED, workerLog(i));
    }
  }

  private Path workerLog(int worker) {
    return root.resolve("worker-" + worker + ".log");
  }

  private void daemon(Path log, String mainClass, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "-Xmx256m",
                "-cp",
                sparkClassPath,
                mainClass,
                "--host",
                HOST,
                "--port",
                "0",
                "--webui-port",
                "0"));
    command.addAll(List.of(arguments));
    daemons.add(java(command, log));
  }

  /** Starts a JVM with the packages open that are open in this one. */
  private Process java(List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SHORT_LIVED);
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", HOST);
    return builder.start();
  }

  private Matcher await(Pattern wanted, Path log) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Matcher found = wanted.matcher(Files.readString(log));
      if (found.find()) {
        return found;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("no '" + wanted + "' in\n" + allLogs());
  }

  /** What daemons, driver and executors said. */
  private String allLogs() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".log") || name.equals("stderr")) {
          text.append(root.relativize(file)).append(":\n").append(Files.readString(file));
        }
      }
    }
    return text.toString();
  }
}
