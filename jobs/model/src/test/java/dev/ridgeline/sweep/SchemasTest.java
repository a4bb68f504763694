package dev.ridgeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed schemas are those of the records, and every file of ours obeys its own. */
class SchemasTest {

  private static final Path CATALOGS = Path.of("../../catalogs");
  private static final Path SWEEPS = Path.of("../../sweep-configs");
  private static final YAMLMapper YAML = new YAMLMapper();

  private static Path committed(String name) {
    return name.equals("sweep")
        ? SWEEPS.resolve("sweep.schema.json")
        : CATALOGS.resolve("schemas").resolve(name + ".schema.json");
  }

  static Stream<String> names() {
    return Schemas.all().keySet().stream();
  }

  /** To renew them, copy what this test writes. */
  @ParameterizedTest
  @MethodSource("names")
  void committedSchemasAreThoseOfTheRecords(String name) throws IOException {
    String current = Schemas.all().get(name);
    Path written = Path.of("target", "schemas", committed(name).getFileName().toString());
    Files.createDirectories(written.getParent());
    Files.writeString(written, current);
    assertThat(Files.exists(committed(name)) && Files.readString(committed(name)).equals(current))
        .as("%s is as jobs/model/%s", committed(name), written)
        .isTrue();
  }

  /** A file, and the schema it must obey. */
  record Written(String schema, Path file) {}

  static Stream<Written> files() {
    Stream<Written> entries =
        names()
            .filter(name -> !name.equals("sweep"))
            .flatMap(name -> yaml(CATALOGS.resolve(name)).map(file -> new Written(name, file)));
    return Stream.concat(entries, yaml(SWEEPS).map(file -> new Written("sweep", file)));
  }

  private static Stream<Path> yaml(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<ValidationMessage> problems(String schema, JsonNode document) {
    JsonSchema validator =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Schemas.all().get(schema));
    return validator.validate(document);
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileObeysItsSchema(Written written) throws IOException {
    JsonNode document = YAML.readTree(Files.readString(written.file()));
    assertThat(problems(written.schema(), document)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "memoryBytes: 81559 MiB | memoryByts: 81559 MiB",
        "memoryBytes: 81559 MiB | memoryBytes: [1]",
        "status: shipping | status: shiping",
        "domainAccelerators: 8 | domainAccelerators: 8.5",
        "powerWatts: 700 W | ''",
        "bf16: 989.5 TFLOP/s | bf17: 989.5 TFLOP/s"
      })
  void aMistakeIsSeenInTheEditor(String good, String bad) throws IOException {
    String text = Files.readString(CATALOGS.resolve("accelerators/h100-sxm.yaml"));
    assertThat(text).contains(good);
    JsonNode document = YAML.readTree(text.replace(good, bad));
    assertThat(problems("accelerators", document)).isNotEmpty();
  }

  @Test
  void contextsMayBeNumbersOrNames() throws IOException {
    String text = Files.readString(SWEEPS.resolve("quickstart.yaml"));
    String axis = "contextTokens: [mean]";
    assertThat(text).contains(axis);
    String many = text.replace(axis, "contextTokens: [mean, peak, 4096, scaled-500000]");
    assertThat(problems("sweep", YAML.readTree(many))).isEmpty();
    String wrong = text.replace(axis, "contextTokens: [median]");
    assertThat(problems("sweep", YAML.readTree(wrong))).isNotEmpty();
  }
}
