package dev.ridgeline.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs of this machine that tests may need, looked up in the folders of a path. */
public final class NeededPrograms {

  /** The programs of the environment variable {@code PATH}, and those of Debian after them. */
  public static final NeededPrograms OF_THIS_MACHINE =
      of(System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin");

  /** Imports nothing: names the modules of its arguments that are not there. */
  private static final String MISSING_MODULES =
      "import sys, importlib.util as u\n"
          + "print(' '.join(m for m in sys.argv[1:] if u.find_spec(m) is None))";

  private static final int SECONDS_TO_ANSWER = 30;

  private final List<Path> folders;

  private NeededPrograms(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** The programs of the folders that a path such as {@code /usr/local/bin:/usr/bin} names. */
  static NeededPrograms of(String path) {
    return new NeededPrograms(
        Stream.of(path.split(File.pathSeparator))
            .filter(folder -> !folder.isBlank())
            .map(Path::of)
            .distinct()
            .toList());
  }

  /**
   * Where a program is.
   *
   * @throws NoSuchElementException if no folder has it
   */
  public Path program(String name) {
    return find(name).orElseThrow(() -> new NoSuchElementException("no program " + name));
  }

  /**
   * The first Python 3 that has all of some modules.
   *
   * @throws NoSuchElementException if none has
   */
  public Path pythonWith(String... modules) {
    return pythons()
        .filter(python -> modulesMissingIn(python, List.of(modules)).isEmpty())
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no Python 3 has all of the modules"));
  }

  /** What an annotation asks for and this machine lacks, each in words. */
  List<String> lackedBy(NeedsProgram needs) {
    List<String> missing = new ArrayList<>();
    for (String name : needs.value()) {
      if (find(name).isEmpty()) {
        missing.add(name);
      }
    }
    missing.addAll(modulesMissing(List.of(needs.pythonModules())));
    return missing;
  }

  /** The modules that the Python 3 with most of them lacks. */
  private List<String> modulesMissing(List<String> modules) {
    if (modules.isEmpty()) {
      return List.of();
    }
    List<String> fewest = modules;
    for (Path python : pythons().toList()) {
      List<String> missing = modulesMissingIn(python, modules);
      if (missing.size() < fewest.size()) {
        fewest = missing;
      }
    }
    return fewest.stream().map(module -> "Python's " + module).toList();
  }

  private Optional<Path> find(String name) {
    return in(name).findFirst();
  }

  private Stream<Path> pythons() {
    return in("python3");
  }

  private Stream<Path> in(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file));
  }

  private static List<String> modulesMissingIn(Path python, List<String> modules) {
    List<String> command = new ArrayList<>(List.of(python.toString(), "-c", MISSING_MODULES));
    command.addAll(modules);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean answered = process.waitFor(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
      if (!answered || process.exitValue() != 0) {
        return modules;
      }
      return answer.isEmpty() ? List.of() : List.of(answer.split(" "));
    } catch (IOException cannotStart) {
      return modules;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return modules;
    }
  }
}
