package dev.ridgeline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version names the commit that the program was built from, where there is one. */
class ProgramVersionTest {

  private static final Path SCRIPT = Path.of("../../deploy/release/commit");

  @TempDir private Path directory;

  @Test
  void saysNumberCommitAndDay() {
    assertThat(new ProgramVersion("1.2.0", "28f8486a1b2c", "2026-11-27", false))
        .hasToString("1.2.0 (commit 28f8486a1b2c of 2026-11-27)");
    assertThat(new ProgramVersion("1.2.0", "28f8486a1b2c", "2026-11-27", true))
        .hasToString("1.2.0 (commit 28f8486a1b2c of 2026-11-27, changed)");
    assertThat(new ProgramVersion("1.2.0", "", "", false)).hasToString("1.2.0");
    assertThat(ProgramVersion.of(new Properties())).hasToString("development");
  }

  @Test
  void theBuildStatesTheVersionOfThePom() throws Exception {
    String pom = Files.readString(Path.of("../../pom.xml"));
    String stated = pom.replaceAll("(?s)^.*?<version>(.*?)</version>.*$", "$1");
    assertThat(ProgramVersion.current().version()).isEqualTo(stated);
  }

  @Test
  void foldersWithoutGitHaveNoCommit() throws Exception {
    assertThat(written(Files.readString(SCRIPT)))
        .isEqualTo(new ProgramVersion("1.2.0", "", "", false));
  }

  /** The line of the script that {@code git archive} fills in. */
  @Test
  void archivesNameTheCommitThatGitWroteIntoThem() throws Exception {
    String script = Files.readString(SCRIPT);
    String placeholder = "$Format:%H %cs$";
    assertThat(script).containsOnlyOnce(placeholder);
    assertThat(Files.readString(Path.of("../../.gitattributes")))
        .contains("deploy/release/commit export-subst");
    String hash = "0123456789abcdef0123456789abcdef01234567";
    assertThat(written(script.replace(placeholder, hash + " 2026-11-27")))
        .isEqualTo(new ProgramVersion("1.2.0", "0123456789ab", "2026-11-27", false));
  }

  private ProgramVersion written(String script) throws IOException, InterruptedException {
    Path deploy = Files.createDirectories(directory.resolve("deploy/release"));
    Path copy = Files.writeString(deploy.resolve("commit"), script);
    Path file = directory.resolve("target/ridgeline.properties");
    ProcessBuilder sh =
        new ProcessBuilder(List.of("sh", copy.toString(), file.toString(), "1.2.0"))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile());
    assertThat(sh.start().waitFor()).isZero();
    Properties stated = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      stated.load(reader);
    }
    return ProgramVersion.of(stated);
  }
}
