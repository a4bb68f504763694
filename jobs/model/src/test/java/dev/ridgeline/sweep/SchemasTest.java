package dev.ridgeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.config.FieldDocs;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.YamlReader;
import dev.ridgeline.fleet.FleetDemand;
import dev.ridgeline.measurement.Conventions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed schemas are those of the records, and every file of ours obeys its own. */
class SchemasTest {

  private static final Path CATALOGS = Path.of("../../catalogs");
  private static final Path SWEEPS = Path.of("../../sweep-configs");
  private static final String FLEET = "fleet";
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SortedMap<String, String> SCHEMAS = schemas();

  /** The schemas with what the sources say of each field, and with values of our files. */
  private static SortedMap<String, String> schemas() {
    try {
      FieldDocs docs = JavadocOfRecords.below(Path.of("src/main/java"));
      SortedMap<String, String> schemas = Schemas.all(docs);
      schemas.put(FLEET, FleetDemand.jsonSchema(docs));
      for (Map.Entry<String, String> schema : schemas.entrySet()) {
        JsonNode root = JSON.readTree(schema.getValue());
        SchemaExamples.add(root, yaml(folder(schema.getKey())).map(SchemasTest::read).toList());
        schema.setValue(
            JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root) + "\n");
      }
      return schemas;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Folder of the files that obey a schema. */
  private static Path folder(String name) {
    if (name.equals(FLEET)) {
      return SWEEPS.resolve("fleets");
    }
    return name.equals("sweep") ? SWEEPS : CATALOGS.resolve(name);
  }

  private static Path committed(String name) {
    return name.equals("sweep") || name.equals(FLEET)
        ? SWEEPS.resolve(name + ".schema.json")
        : CATALOGS.resolve("schemas").resolve(name + ".schema.json");
  }

  static Stream<String> names() {
    return SCHEMAS.keySet().stream();
  }

  /** To renew them, copy what this test writes. */
  @ParameterizedTest
  @MethodSource("names")
  void committedSchemasAreThoseOfTheRecords(String name) throws IOException {
    String current = SCHEMAS.get(name);
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
    return names().flatMap(name -> yaml(folder(name)).map(file -> new Written(name, file)));
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
            .getSchema(SCHEMAS.get(schema));
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

  /** An editor says of every field what it is. */
  @ParameterizedTest
  @MethodSource("names")
  void everyFieldIsDescribed(String name) throws IOException {
    List<String> without = new ArrayList<>();
    requireDescriptions(JSON.readTree(SCHEMAS.get(name)), "", without);
    assertThat(without).isEmpty();
  }

  private static void requireDescriptions(JsonNode schema, String path, List<String> without) {
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              boolean isOfKind = field.getValue().has("const");
              if (!isOfKind && !field.getValue().path("description").isTextual()) {
                without.add(path + "/" + field.getKey());
              }
            });
    schema
        .properties()
        .forEach(part -> requireDescriptions(part.getValue(), path + "/" + part.getKey(), without));
    for (int i = 0; schema.isArray() && i < schema.size(); i++) {
      requireDescriptions(schema.get(i), path + "/" + i, without);
    }
  }

  /** Every number that a file may have has a range in its schema. */
  @ParameterizedTest
  @MethodSource("names")
  void everyNumberHasARange(String name) throws IOException {
    List<String> without = new ArrayList<>();
    requireRanges(JSON.readTree(SCHEMAS.get(name)), "", without);
    assertThat(without).isEmpty();
  }

  private static void requireRanges(JsonNode schema, String path, List<String> without) {
    JsonNode type = schema.path("type");
    String types = type.isArray() ? type.toString() : type.asText();
    boolean isNumber = types.contains("number") || types.contains("integer");
    if (isNumber && !(schema.path("minimum").isNumber() && schema.path("maximum").isNumber())) {
      without.add(path);
    }
    schema
        .properties()
        .forEach(part -> requireRanges(part.getValue(), path + "/" + part.getKey(), without));
    for (int i = 0; schema.isArray() && i < schema.size(); i++) {
      requireRanges(schema.get(i), path + "/" + i, without);
    }
  }

  /** A number of one of our files, and one that is outside every range. */
  record Replaced(Written written, String path, double value) {}

  /** All numbers of the first file of each kind, replaced by numbers outside their ranges. */
  static Stream<Replaced> numbersOutOfRange() {
    Map<String, Written> first = new LinkedHashMap<>();
    files().forEach(file -> first.putIfAbsent(file.schema(), file));
    return first.values().stream()
        .flatMap(
            file -> {
              List<String> paths = new ArrayList<>();
              numbers(read(file.file()), "", paths);
              return paths.stream().map(path -> new Replaced(file, path, -1e31));
            });
  }

  private static void numbers(JsonNode node, String path, List<String> paths) {
    boolean isQuantity = node.isTextual() && node.asText().matches("[0-9.]+ [A-Za-z/]+");
    if (node.isNumber() || isQuantity) {
      paths.add(path);
    }
    node.properties().forEach(part -> numbers(part.getValue(), path + "/" + part.getKey(), paths));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      numbers(node.get(i), path + "/" + i, paths);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The reader and the editor see the same number at the same place. */
  @ParameterizedTest
  @MethodSource("numbersOutOfRange")
  void readerAndSchemaRefuseTheSameNumbers(Replaced replaced) throws IOException {
    JsonNode document = read(replaced.written().file());
    int end = replaced.path().lastIndexOf('/');
    JsonNode parent = document.at(replaced.path().substring(0, end));
    String last = replaced.path().substring(end + 1);
    boolean whole = document.at(replaced.path()).isIntegralNumber();
    JsonNode number = whole ? IntNode.valueOf(-1) : DoubleNode.valueOf(replaced.value());
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(last), number);
    } else {
      ((ObjectNode) parent).set(last, number);
    }
    assertThat(problems(replaced.written().schema(), document)).isNotEmpty();
    List<Problem> found = new ArrayList<>();
    Class<?> type =
        CatalogKind.ALL.stream()
            .filter(kind -> kind.folder().equals(replaced.written().schema()))
            .<Class<?>>map(CatalogKind::type)
            .findFirst()
            .orElse(
                replaced.written().schema().equals("measurements")
                    ? Conventions.class
                    : SweepFile.class);
    new YamlReader().parse("file.yaml", YAML.writeValueAsString(document), type, found);
    assertThat(found).extracting(Problem::path).contains(replaced.path());
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
