package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cli.Main;
import dev.ridgeline.sweep.Sweep;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder as a build leaves it for {@code deploy/standalone}: the script, the jar that is
 * submitted, and the list of Spark's jars. They are those of this JVM's class path, since tests run
 * before anything is packaged.
 */
public final class Installation {

  private final Path root;

  private Installation(Path root) {
    this.root = root;
  }

  /**
   * Lays out the files.
   *
   * @param ofTests classes of tests that are in the jar, too
   */
  public static Installation make(Path root, List<Class<?>> ofTests)
      throws IOException, URISyntaxException {
    Installation made = new Installation(root);
    Files.createDirectories(made.target());
    Set<Path> own = Set.of(classes(Main.class), classes(Sweep.class));
    try (FileSystem jar = FileSystems.newFileSystem(made.jar(), Map.of("create", "true"))) {
      for (Path classes : own) {
        pack(classes, jar.getPath("/"));
      }
      for (Class<?> ofTest : ofTests) {
        pack(ofTest, jar.getPath("/"));
      }
    }
    Files.writeString(
        made.target().resolve("spark-classpath.txt"),
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> entry.endsWith(".jar") && !own.contains(Path.of(entry)))
            .collect(Collectors.joining(File.pathSeparator)));
    Files.createDirectories(made.script().getParent());
    Files.copy(Path.of("../../deploy/standalone"), made.script());
    return made;
  }

  /** The folder of what a build makes. */
  public Path target() {
    return root.resolve("jobs/spark/target");
  }

  /** The jar that is submitted. */
  public Path jar() {
    return target().resolve("ridgeline.jar");
  }

  private Path script() {
    return root.resolve("deploy/standalone");
  }

  /**
   * Runs {@code deploy/standalone}, which must succeed.
   *
   * @param environment variables beside those of this process that are not Spark's or Ridgeline's
   * @return what it printed
   */
  public String standalone(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(root, "standalone-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of("/bin/bash", script().toString()), Stream.of(words))
                    .toList())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(SPARK|RIDGELINE)_.*"));
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    String printed = Files.readString(log);
    assertThat(code).as(printed).isZero();
    return printed;
  }

  private static Path classes(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Copies a class and those in it. */
  private static void pack(Class<?> type, Path target) throws IOException, URISyntaxException {
    Path classes = classes(type);
    Path folder = classes.resolve(type.getName().replace('.', '/')).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files
              .filter(
                  one ->
                      one.getFileName()
                          .toString()
                          .matches(type.getSimpleName() + "(\\$.*)?\\.class"))
              .toList()) {
        Path copy = target.resolve(classes.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
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
}
