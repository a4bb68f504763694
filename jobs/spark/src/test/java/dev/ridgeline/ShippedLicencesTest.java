package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ojalgo.OjAlgoUtils;
import org.yaml.snakeyaml.Yaml;

/** NOTICE names what is in the submitted jar, and the jar has the texts of its licences. */
class ShippedLicencesTest {

  private static final Path TEXTS = Path.of("src/main/resources/META-INF/licenses");

  /** Libraries of the list in NOTICE, with licence and the name of a text. */
  private static final Pattern LISTED =
      Pattern.compile("(?m)^  ([a-z.]+:[a-z0-9-]+) +([A-Za-z0-9.-]+)(?: +([\\w.]+))?$");

  private record Terms(String licence, String text) {}

  private static Map<String, Terms> listed() throws IOException {
    Map<String, Terms> listed = new LinkedHashMap<>();
    for (MatchResult line :
        LISTED.matcher(Files.readString(Path.of("../../NOTICE"))).results().toList()) {
      listed.put(
          line.group(1), new Terms(line.group(2), line.group(3) == null ? "" : line.group(3)));
    }
    return listed;
  }

  @Test
  void noticeListsTheLibrariesThatTheBuildPutsIntoTheJar() throws Exception {
    Pattern include = Pattern.compile("<include>([a-z.]+:[a-z0-9-]+)</include>");
    assertThat(include.matcher(Files.readString(Path.of("pom.xml"))).results())
        .extracting(found -> found.group(1))
        .filteredOn(library -> !library.startsWith("dev.ridgeline:"))
        .hasSize(5)
        .containsExactlyInAnyOrderElementsOf(listed().keySet());
  }

  @Test
  void licencesAreThoseThatTheLibrariesState() throws Exception {
    assertThat(inJarOf(OjAlgoUtils.class, "META-INF/maven/org.ojalgo/ojalgo/pom.xml"))
        .containsPattern("<license>\\s*<name>MIT</name>");
    assertThat(inJarOf(YAMLFactory.class, "META-INF/LICENSE")).contains("License, version 2.0");
    assertThat(inJarOf(Jdk8Module.class, "META-INF/LICENSE")).contains("License, version 2.0");
    assertThat(inJarOf(Yaml.class, "META-INF/MANIFEST.MF")).contains("/licenses/LICENSE-2.0");
    assertThat(listed().get("org.ojalgo:ojalgo").licence()).isEqualTo("MIT");
    assertThat(listed().values()).extracting(Terms::licence).containsOnly("MIT", "Apache-2.0");
  }

  @Test
  void theJarHasTheTextsThatNoticeNames() throws Exception {
    for (Terms terms : listed().values()) {
      if (!terms.text().isEmpty()) {
        assertThat(TEXTS.resolve(terms.text())).exists();
      }
    }
    assertThat(TEXTS.resolve("ojalgo.LICENSE")).content().startsWith("MIT License");
    assertThat(TEXTS.resolve("jackson.NOTICE"))
        .content()
        .isEqualTo(inJarOf(YAMLFactory.class, "META-INF/NOTICE"));
  }

  private static String inJarOf(Class<?> part, String name) throws Exception {
    Path jar = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile file = new JarFile(jar.toFile())) {
      return new String(
          file.getInputStream(file.getJarEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
