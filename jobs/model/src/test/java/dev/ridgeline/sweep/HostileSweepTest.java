package dev.ridgeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Good sweeps with one thing made wrong at a random place, variants and targets among them. Each is
 * refused, with a problem at that place.
 */
class HostileSweepTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));

  private static final int MUTATIONS = 120;

  /** Fields in which any text is right, or whose absence is. */
  private static final String FREE = ".*/(name|description|label|id)(/.*)?";

  /** A sweep with a field of every kind that the shipped ones lack. */
  private static final String EVERYTHING =
      """
      name: everything
      variants:
        - id: own
          label: my chip
          of: accelerators/b200
          set: {memoryBytes: 432 GB, memoryBytesPerSecond: [16 TB/s, 12 TB/s]}
          scale: {powerWatts: 1.5}
          price: {dollarsPerHour: 6, dollars: 40000}
          basis: class-default
        - {id: short, of: workflows/chat, set: {turns: 3}}
      axes:
        models: [llama-3.1-8b]
        quantizations: [fp8, {prefill: fp8, decode: bf16}]
        engines: [default, vllm-0.29]
        hardware: [{colocated: [own, b200]}, {prefill: [b200], decode: [own], link: [ib-ndr-400]}]
        parallelism: [{tp: 8}, {tp: 2, pp: 4}, {prefill: {tp: 4}, decode: {tp: 8}}]
        speculation: [{method: none}]
        promptsPerStep: [engine, 4]
        efficiency: [calibrated, ideal]
        workflows: [chat, short]
        contextTokens: [mean, 8192, {request: 16384}, {prompt: 4096}]
        batch: [1, 64]
        prefillUtilization: [0.7, 0.9]
        kvPolicies: [hold, best]
        tariffs: [on-demand, owner]
        ownership: [{label: ours, years: 4, dollarsPerKilowattHour: 0.08, utilization: 0.7}]
        fleets: [{limit: true}, {users: 500}, {watts: 200 kW}, {dollarsPerHour: 500}]
        arrivalVariation: [1, 4]
      settings: {usableMemoryFraction: 0.9, prefillTokenBudget: 8192, microBatches: 3}
      targets: {ttftSeconds: 2 s, tpotSeconds: 40 ms, percentile: 90}
      """;

  /** A node of a document, with the place of its parent. */
  private record Place(JsonNode parent, String step, String path) {

    JsonNode node() {
      return parent.isArray() ? parent.get(Integer.parseInt(step)) : parent.get(step);
    }

    void set(JsonNode value) {
      if (parent instanceof ArrayNode array) {
        array.set(Integer.parseInt(step), value);
      } else {
        ((ObjectNode) parent).set(step, value);
      }
    }
  }

  private static void places(JsonNode node, String path, List<Place> all) {
    node.properties()
        .forEach(
            field -> {
              all.add(new Place(node, field.getKey(), path + "/" + field.getKey()));
              places(field.getValue(), path + "/" + field.getKey(), all);
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      all.add(new Place(node, Integer.toString(i), path + "/" + i));
      places(node.get(i), path + "/" + i, all);
    }
  }

  /** Makes the value at a place wrong, and says how. */
  private static String harm(Place place, Random random) {
    JsonNode node = place.node();
    boolean isQuantity = node.isTextual() && node.asText().matches("[0-9.]+ [A-Za-z/]+");
    int kind = random.nextInt(5);
    if (kind == 0) {
      place.set(NullNode.getInstance());
      return "empty";
    }
    if (kind == 1) {
      place.set(YAML.createArrayNode().add(YAML.createArrayNode().add(3)));
      return "a list of lists";
    }
    if (isQuantity) {
      String number = node.asText().replaceAll(" .*", "");
      List<JsonNode> others =
          List.of(
              TextNode.valueOf(number + " parsec"),
              DoubleNode.valueOf(1e-7),
              TextNode.valueOf("-" + node.asText()),
              DoubleNode.valueOf(Double.POSITIVE_INFINITY));
      place.set(others.get(random.nextInt(others.size())));
      return "another quantity";
    }
    if (node.isNumber()) {
      List<JsonNode> others =
          List.of(
              IntNode.valueOf(-3),
              DoubleNode.valueOf(1e19),
              DoubleNode.valueOf(Double.NaN),
              TextNode.valueOf("7 parsec"),
              TextNode.valueOf("many"));
      place.set(others.get(random.nextInt(others.size())));
      return "another number";
    }
    if (node.isTextual()) {
      place.set(random.nextBoolean() ? TextNode.valueOf(node.asText() + "q") : IntNode.valueOf(-3));
      return "another name";
    }
    if (place.parent() instanceof ObjectNode object && !place.path().contains("/variants/0/s")) {
      object.set(place.step() + "q", object.remove(place.step()));
      return "another field";
    }
    place.set(IntNode.valueOf(-3));
    return "a number";
  }

  private static List<String> sweeps() {
    try (Stream<Path> files = Files.list(Path.of("../../sweep-configs"))) {
      List<String> all = new ArrayList<>();
      for (Path file :
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .filter(file -> !file.toString().contains("billion"))
              .sorted()
              .toList()) {
        all.add(Files.readString(file));
        all.add(EVERYTHING);
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One test for all, because a sweep is read in a few milliseconds. */
  @Test
  void oneWrongThingIsRefusedAtItsPlace() throws IOException {
    Sweep.parse("everything.yaml", EVERYTHING, CATALOGS);
    List<String> sweeps = sweeps();
    Random random = new Random(2601_22001L);
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < MUTATIONS; i++) {
      JsonNode tree = YAML.readTree(sweeps.get(i % sweeps.size()));
      List<Place> places = new ArrayList<>();
      places(tree, "", places);
      places.removeIf(place -> place.path().matches(FREE));
      Place place = places.get(random.nextInt(places.size()));
      String before = place.node().toString();
      String how = harm(place, random);
      String what = place.path() + ", " + before + " made " + how;
      String text = YAML.writeValueAsString(tree);
      Throwable error = catchThrowable(() -> Sweep.parse("hostile.yaml", text, CATALOGS));
      if (!(error instanceof ConfigException)) {
        accepted.add(what + ": " + error);
        continue;
      }
      List<String> lines = error.getMessage().lines().skip(1).toList();
      assertThat(lines)
          .as(what)
          .isNotEmpty()
          .allMatch(line -> line.matches("  (/.*)?: .*"))
          .noneMatch(line -> line.contains("Exception") || line.contains("fasterxml"))
          .anyMatch(line -> isAt(line.strip().replaceAll(": .*", ""), place.path()));
    }
    assertThat(accepted).isEmpty();
  }

  /** A problem with a list or a record is as good as one with a value in it. */
  private static boolean isAt(String found, String harmed) {
    return found.startsWith(harmed) || harmed.startsWith(found);
  }
}
