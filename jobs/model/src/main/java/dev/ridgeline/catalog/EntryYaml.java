package dev.ridgeline.catalog;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.config.RecordEditor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Entries as YAML that reads back as the same entry. Numbers are in SI units. Fields that say
 * nothing, such as a window that is full, are left out.
 */
public final class EntryYaml {

  private static final String SOURCES = "sources";

  /** Texts that YAML reads as texts without quotes, and days. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*|[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private static final Pattern WORD_OF_YAML =
      Pattern.compile("y|n|yes|no|on|off|true|false|null", Pattern.CASE_INSENSITIVE);

  /** Most characters of a map on one line. */
  private static final int LONGEST_FLOW = 100;

  private static final BigDecimal SHORTEST_POWER = BigDecimal.valueOf(1_000_000_000_000_000L);

  private EntryYaml() {}

  /** The whole text of a file that has the entry. */
  public static String of(Entry entry) {
    ObjectNode tree = new RecordEditor().tree(entry);
    JsonNode sources = tree.remove(SOURCES);
    prune(tree);
    StringBuilder text = new StringBuilder();
    tree.properties().forEach(field -> append(text, "", field.getKey(), field.getValue()));
    if (sources != null) {
      text.append(SOURCES).append(":\n");
      // The order of the fields themselves, so that two writings of an entry are equal.
      List<String> names = new ArrayList<>();
      tree.fieldNames().forEachRemaining(names::add);
      sources.fieldNames().forEachRemaining(name -> addIfMissing(names, name));
      names.stream()
          .filter(sources::has)
          .forEach(name -> append(text, "  ", name, sources.get(name)));
    }
    return text.toString();
  }

  private static void addIfMissing(List<String> names, String name) {
    if (!names.contains(name)) {
      names.add(name);
    }
  }

  /** Removes fields whose absence means the same. */
  private static void prune(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.forEach(EntryYaml::prune);
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        if (saysNothing(name, object.get(name))) {
          object.remove(name);
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(EntryYaml::prune);
    }
  }

  private static boolean saysNothing(String name, JsonNode value) {
    return switch (name) {
      case "window" -> value.path("kind").asText().equals("full");
      case "attention", "ffn" -> value.path("kind").asText().equals("none");
      case "indexer" -> value.path("topK").asInt() == 0;
      case "compressor" -> value.path("ratio").asInt() == 0;
      case "residualStreams" -> value.asInt() == 1;
      case "residualBlockLayers" -> value.asInt() == 0;
      case "layerBits" -> value.isEmpty();
      case "outputGate" -> !value.asBoolean();
      case "latentSize", "routingSkew", "recurrentBits" -> value.asDouble() == 0;
      case "rankImbalance" -> value.asDouble() == 1;
      case "difference" -> value.asText().isEmpty();
      case "published" -> value.path("totalParameters").asDouble() == 0;
      case "capital" -> value.path("dollars").asDouble() == 0;
      case "system" -> value.path("name").asText().isEmpty();
      case "subAgents" -> value.path("count").asInt() == 0;
      case "wideExperts", "fourBitWeights", "eras" -> value.isEmpty();
      case "step" -> value.path("kernels").isEmpty();
      default -> value.isNull();
    };
  }

  private static void append(StringBuilder text, String indent, String name, JsonNode value) {
    text.append(indent).append(key(name)).append(':');
    String flow = flow(value);
    boolean breaks = value.isContainerNode() && !value.isEmpty() && isLong(value, flow);
    if (!breaks) {
      text.append(' ').append(flow).append('\n');
    } else if (value.isArray()) {
      text.append('\n');
      value.forEach(element -> appendElement(text, indent + "  ", element));
    } else {
      text.append('\n');
      value
          .properties()
          .forEach(field -> append(text, indent + "  ", field.getKey(), field.getValue()));
    }
  }

  private static boolean isLong(JsonNode value, String flow) {
    boolean nested = false;
    for (JsonNode element : value) {
      nested |= element.isContainerNode();
    }
    return nested || flow.length() > LONGEST_FLOW;
  }

  /** An element of a list: its fields each on a line, the first after the dash. */
  private static void appendElement(StringBuilder text, String indent, JsonNode element) {
    if (!element.isObject()) {
      text.append(indent).append("- ").append(flow(element)).append('\n');
      return;
    }
    String mark = "- ";
    for (Map.Entry<String, JsonNode> field : element.properties()) {
      text.append(indent).append(mark).append(key(field.getKey())).append(": ");
      text.append(flow(field.getValue())).append('\n');
      mark = "  ";
    }
  }

  private static String flow(JsonNode value) {
    if (value.isObject()) {
      List<String> fields = new ArrayList<>();
      kindFirst((ObjectNode) value)
          .properties()
          .forEach(field -> fields.add(key(field.getKey()) + ": " + flow(field.getValue())));
      return "{" + String.join(", ", fields) + "}";
    }
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(element -> elements.add(flow(element)));
      return "[" + String.join(", ", elements) + "]";
    }
    return value.isNumber() ? number(value) : value.isTextual() ? quoted(value) : value.asText();
  }

  private static ObjectNode kindFirst(ObjectNode value) {
    if (!value.has("kind")) {
      return value;
    }
    ObjectNode sorted = value.objectNode();
    sorted.set("kind", value.get("kind"));
    value.properties().forEach(field -> sorted.set(field.getKey(), field.getValue()));
    return sorted;
  }

  private static String number(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value.asText();
    }
    BigDecimal exact = BigDecimal.valueOf(value.doubleValue()).stripTrailingZeros();
    boolean plain = exact.scale() <= 0 && exact.abs().compareTo(SHORTEST_POWER) < 0;
    // A power without a point, such as 1E+20, is a text in YAML 1.1.
    return plain ? exact.toPlainString() : Double.toString(value.doubleValue());
  }

  private static String key(String name) {
    return PLAIN.matcher(name).matches() || name.matches("[0-9]+") ? name : "\"" + name + "\"";
  }

  private static String quoted(JsonNode value) {
    String text = value.asText();
    if (PLAIN.matcher(text).matches() && !WORD_OF_YAML.matcher(text).matches()) {
      return text;
    }
    return "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }
}
