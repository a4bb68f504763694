package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.io.TempDir;

/** A test whose programs are missing says how to get them, or fails where they are required. */
class NeedsProgramTest {

  @NeedsProgram(
      value = {"browser", "driver"},
      packages = {"chromium", "chromium-driver"})
  private static final class Browsing {}

  @NeedsProgram(
      pythonModules = {"pandas", "jpype"},
      packages = {"python3-pandas", "python3-jpype"})
  private static final class Computing {}

  @NeedsProgram(value = "emacs", packages = "emacs")
  private static final class Unlisted {}

  @TempDir private Path folder;

  @Test
  void runsWhereEachProgramIsInSomeFolderOfThePath() throws Exception {
    write("one/browser", "");
    write("two/driver", "");

    assertThat(decide(Browsing.class, "one", "two").isDisabled()).isFalse();
  }

  @Test
  void isSkippedWithTheScriptAndThePackagesInTheReason() throws Exception {
    write("one/driver", "");

    ConditionEvaluationResult decision = decide(Browsing.class, "one", "two");

    assertThat(decision.isDisabled()).isTrue();
    assertThat(decision.getReason())
        .contains(
            "a test needs browser: run .ci/packages,"
                + " or install the Debian packages chromium chromium-driver.");
  }

  @Test
  void failsWhereProgramsAreRequired() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                NeedsProgramCondition.decide(
                    "a test",
                    Browsing.class.getAnnotation(NeedsProgram.class),
                    NeededPrograms.of(folder.toString()),
                    true))
        .withMessageContaining("needs browser, driver");
  }

  @Test
  void oneAndTheSamePythonHasAllModules() throws Exception {
    write("old/python3", "#!/bin/sh\necho pandas jpype\n");
    write("broken/python3", "#!/bin/sh\nexit 1\n");
    write("half/python3", "#!/bin/sh\necho jpype\n");

    assertThat(decide(Computing.class, "old", "broken", "half", "none").getReason())
        .hasValueSatisfying(
            reason -> assertThat(reason).startsWith("a test needs Python's jpype: run"));

    write("whole/python3", "#!/bin/sh\necho\n");

    assertThat(decide(Computing.class, "old", "half", "whole").isDisabled()).isFalse();
    assertThat(programs("old", "half", "whole").pythonWith("pandas", "jpype"))
        .isEqualTo(folder.resolve("whole/python3"));
  }

  @Test
  void packagesThatTheScriptDoesNotInstallAreAMistakeOfTheTest() {
    assertThatIllegalStateException()
        .isThrownBy(() -> decide(Unlisted.class, "one"))
        .withMessage(".ci/packages lacks packages of a test: emacs");
  }

  private ConditionEvaluationResult decide(Class<?> test, String... folders) {
    return NeedsProgramCondition.decide(
        "a test", test.getAnnotation(NeedsProgram.class), programs(folders), false);
  }

  private NeededPrograms programs(String... folders) {
    StringBuilder path = new StringBuilder();
    for (String name : folders) {
      path.append(path.isEmpty() ? "" : File.pathSeparator).append(folder.resolve(name));
    }
    return NeededPrograms.of(path.toString());
  }

  private void write(String name, String script) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
