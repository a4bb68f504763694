package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.remote.Renames;
import dev.ridgeline.testing.GatedFileSystem;
import dev.ridgeline.testing.Installation;
import dev.ridgeline.testing.LostShuffleFiles;
import dev.ridgeline.testing.OtherJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone Spark cluster of separate processes on the loopback interface: a master and workers
 * of one core each. {@code deploy/standalone} makes its Spark of the jars on this JVM's class path,
 * without any class of ours. Those come in a jar that is submitted, as they do in production.
 */
final class StandaloneCluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String HOST = "127.0.0.1";
  private static final int WORKERS = 2;
  private static final String MASTER_LOG = "master.log";

  /** Exit codes of killed processes begin here. */
  private static final int KILLED = 128;

  /** Classes of tests that drivers and executors need, too. */
  private static final List<Class<?>> OF_TESTS =
      List.of(GatedFileSystem.class, LostShuffleFiles.class, ClusterDriver.class);

  private static final Pattern MASTER_URL =
      Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");

  private final Path root;
  private final Path sparkHome;
  private final Path ownJar;
  private final List<Driver> drivers = new ArrayList<>();
  private final List<Process> daemons = new ArrayList<>();
  private String url = "";

  private StandaloneCluster(Path root, List<Class<?>> ofCaller) throws Exception {
    this.root = root;
    this.sparkHome = root.resolve("spark");
    List<Class<?>> classes = new ArrayList<>(OF_TESTS);
    classes.addAll(ofCaller);
    Installation installation = Installation.make(root, classes);
    this.ownJar = installation.jar();
    installation.standalone(
        Map.of("JAVA_HOME", System.getProperty("java.home")), "make", sparkHome.toString());
  }

  /**
   * Starts a cluster whose files all lie in {@code root}.
   *
   * @param ofCaller classes of the caller that drivers and executors need
   */
  static StandaloneCluster start(Path root, Class<?>... ofCaller) throws Exception {
    StandaloneCluster cluster = new StandaloneCluster(root, List.of(ofCaller));
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

  /** What executors and drivers of the cluster wrote to their standard output and error. */
  String logsOfApplications() throws IOException {
    return logs(file -> file.startsWith(root.resolve("work")));
  }

  /** File that the processes of a {@link GatedFileSystem} wait for. */
  Path gate() {
    return root.resolve("gate");
  }

  /** The folder in which executors keep files of shuffles. */
  Path shuffles() {
    return root.resolve("local");
  }

  /** Number of a process that waits at the gate and is none of these. */
  long waiting(List<Long> others) throws Exception {
    AtomicLong found = new AtomicLong();
    await(
        "a process at the gate",
        () -> {
          try (Stream<Path> files = Files.list(root)) {
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("waiting-"))
                .map(name -> Long.valueOf(name.substring("waiting-".length())))
                .filter(pid -> !others.contains(pid))
                .findFirst()
                .ifPresent(found::set);
          }
          return found.get() != 0;
        });
    return found.get();
  }

  /** Closes the gate for files whose paths match a pattern. */
  void close(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      for (Path file :
          files.filter(one -> one.getFileName().toString().startsWith("waiting-")).toList()) {
        Files.delete(file);
      }
    }
    Files.writeString(gate(), pattern);
  }

  /** Opens the gate. */
  void open() throws IOException {
    Files.deleteIfExists(gate());
  }

  /** Ends the worker whose executor has this process number, and all of its executors. */
  void killWorkerOf(long executor) {
    Process worker =
        daemons.stream()
            .filter(daemon -> daemon.descendants().anyMatch(child -> child.pid() == executor))
            .findFirst()
            .orElseThrow();
    worker.destroyForcibly();
    ProcessHandle.of(executor).ifPresent(ProcessHandle::destroyForcibly);
    daemons.remove(worker);
  }

  /** Keeps each worker, and all that it starts, on a core. Returns whether this machine can. */
  boolean keepWorkersOnCores() throws InterruptedException {
    for (int core = 0; core < WORKERS; core++) {
      String worker = String.valueOf(daemons.get(1 + core).pid());
      try {
        Process taskset =
            new ProcessBuilder("taskset", "-a", "-c", "-p", String.valueOf(core), worker)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (taskset.waitFor() != 0) {
          return false;
        }
      } catch (IOException e) {
        return false; // There is no such program.
      }
    }
    return true;
  }

  /**
   * Submits a class of the jar, as {@code spark-submit} does. Its driver is a process of its own.
   */
  Driver submit(Path log, List<String> options, String mainClass, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                sparkHome.resolve("bin/spark-submit").toString(),
                "--class",
                mainClass,
                "--master",
                url,
                "--driver-memory",
                "512m",
                "--executor-memory",
                "512m"));
    for (String setting :
        List.of(
            "spark.driver.host=" + HOST,
            "spark.driver.bindAddress=" + HOST,
            "spark.driver.extraJavaOptions=" + String.join(" ", OtherJvm.SHORT_LIVED),
            "spark.executor.extraJavaOptions=" + String.join(" ", OtherJvm.SHORT_LIVED),
            "spark.sql.shuffle.partitions=2",
            "spark.locality.wait=0",
            "spark.ui.enabled=false",
            "spark.hadoop.fs.gated.impl=" + GatedFileSystem.class.getName(),
            "spark.hadoop." + GatedFileSystem.GATE + "=" + gate(),
            "spark.hadoop." + Renames.SCHEMES + "=file,gated")) {
      command.add("--conf");
      command.add(setting);
    }
    command.addAll(options);
    command.add(ownJar.toString());
    command.addAll(arguments);
    Driver driver = new Driver(process(command, log), log);
    drivers.add(driver);
    return driver;
  }

  /** A process that was submitted, and what it prints. */
  final class Driver {

    private final Process process;
    private final Path log;
    private String said = "";

    private Driver(Process process, Path log) {
      this.process = process;
      this.log = log;
    }

    Process process() {
      return process;
    }

    /** Has a {@link ClusterDriver} do something. */
    void say(String line) throws IOException {
      said = line;
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    /** Waits until that is done. Returns all that the driver has printed. */
    String awaitDone() throws Exception {
      await("'" + said + "' in " + log, () -> printed().contains(ClusterDriver.DONE + said));
      return printed();
    }

    private String printed() throws IOException {
      return Files.readString(log);
    }

    /** Whether the process ended by itself and not well. One that was killed has another code. */
    private boolean failed() {
      return !process.isAlive() && process.exitValue() > 0 && process.exitValue() < KILLED;
    }
  }

  /** Waits until the master has said something. */
  Matcher awaitInLog(String pattern) throws Exception {
    return await(Pattern.compile(pattern), root.resolve(MASTER_LOG));
  }

  /** Ends every process. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(daemons.stream(), drivers.stream().map(Driver::process))
            .flatMap(daemon -> Stream.concat(Stream.of(daemon.toHandle()), daemon.descendants()))
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  private void startDaemons() throws Exception {
    Path masterLog = root.resolve(MASTER_LOG);
    daemon(HOST, masterLog, "org.apache.spark.deploy.master.Master");
    url = await(MASTER_URL, masterLog).group(1);
    for (int worker = 1; worker <= WORKERS; worker++) {
      startWorker(worker);
    }
    for (int worker = 1; worker <= WORKERS; worker++) {
      await(REGISTERED, workerLog(worker));
    }
  }

  private void startWorker(int worker) throws IOException {
    // Another attempt of a slow task runs on another host only.
    daemon(
        "127.0.0." + (worker + 1),
        workerLog(worker),
        "org.apache.spark.deploy.worker.Worker",
        "--cores",
        "1",
        "--memory",
        "2g",
        "--work-dir",
        root.resolve("work").resolve(String.valueOf(worker)).toString(),
        url);
  }

  private Path workerLog(int worker) {
    return root.resolve("worker-" + worker + ".log");
  }

  private void daemon(String host, Path log, String mainClass, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                sparkHome.resolve("bin/spark-class").toString(),
                mainClass,
                "--host",
                host,
                "--port",
                "0",
                "--webui-port",
                "0"));
    command.addAll(List.of(arguments));
    daemons.add(process(command, log));
  }

  private Process process(List<String> command, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(SPARK|RIDGELINE)_.*"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("XDG_CACHE_HOME", root.resolve("cache").toString());
    builder.environment().put("SPARK_LOCAL_IP", HOST);
    builder.environment().put("SPARK_LOCAL_DIRS", shuffles().toString());
    builder.environment().put("SPARK_DAEMON_MEMORY", "256m");
    builder.environment().put("SPARK_DAEMON_JAVA_OPTS", String.join(" ", OtherJvm.SHORT_LIVED));
    return builder.start();
  }

  private Matcher await(Pattern wanted, Path log) throws Exception {
    await("'" + wanted + "' in " + log, () -> wanted.matcher(Files.readString(log)).find());
    Matcher found = wanted.matcher(Files.readString(log));
    assertThat(found.find()).isTrue();
    return found;
  }

  /** Waits until something is so. */
  void await(String what, Callable<Boolean> isSo) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && drivers.stream().noneMatch(Driver::failed)) {
      if (isSo.call()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("no " + what + "\n" + allLogs());
  }

  /** What daemons, driver and executors said. */
  private String allLogs() throws IOException {
    return logs(file -> true);
  }

  private String logs(Predicate<Path> wanted) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).filter(wanted).toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".log") || name.equals("stderr") || name.equals("stdout")) {
          text.append(root.relativize(file)).append(":\n").append(Files.readString(file));
        }
      }
    }
    return text.toString();
  }
}
