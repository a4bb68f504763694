package dev.ridgeline.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Good traces of each format with one value made wrong: an error with line and key, or the trace is
 * read as it was, because the value says nothing about requests.
 */
class HostileTracesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Keys that no workflow is made from, and keys that a trace may lack. */
  private static final String HARMLESS =
      ".*/(models|type|model|id|unit|x_request_id|version|messages|tools|name|content|role|text)(/.*)?";

  /** Numbers that may be any, and what says that a call failed. */
  private static final String ANY =
      ".*/(timestamp|t|api_time|hash_ids/\\d+|error|request_(start|end)_ns)";

  /** Wrong in the place of a number, a text, a list or an object. */
  private static final List<JsonNode> WRONG =
      List.of(
          NODES.numberNode(-1),
          NODES.numberNode(1e300),
          NODES.numberNode(1.5),
          NODES.textNode("many"),
          NODES.textNode("7 parsec"),
          NODES.booleanNode(true),
          NODES.arrayNode().add(NODES.objectNode()),
          NODES.objectNode().put("a", 1));

  @TempDir private Path directory;

  private record Place(JsonNode parent, String step, String path) {

    void set(JsonNode value) {
      if (parent instanceof ArrayNode array) {
        array.set(Integer.parseInt(step), value);
      } else {
        ((ObjectNode) parent).set(step, value);
      }
    }

    JsonNode node() {
      return parent.isArray() ? parent.get(Integer.parseInt(step)) : parent.get(step);
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

  private String outcome(List<JsonNode> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return outcome(text.toString());
  }

  /** The workflow of a trace as text, or the message of its error. */
  private String outcome(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("trace.jsonl"), text);
    try {
      return WorkflowImport.of(file).read().workflow().toString();
    } catch (ConfigException e) {
      return "error " + e.getMessage();
    }
  }

  @Test
  void everyWrongValueIsLocatedOrHarmless() throws IOException {
    List<String> accepted = new ArrayList<>();
    int errors = 0;
    for (String trace : WorkflowImportTest.TRACES) {
      if (!trace.startsWith("{")) {
        continue;
      }
      List<JsonNode> lines = new ArrayList<>();
      try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(trace)) {
        values.forEachRemaining(lines::add);
      }
      String right = outcome(lines);
      assertThat(right).doesNotStartWith("error");
      for (int at = 0; at < lines.size(); at++) {
        List<Place> places = new ArrayList<>();
        places(lines.get(at), "", places);
        for (int i = 0; i < places.size(); i++) {
          if (places.get(i).path().matches(HARMLESS)) {
            continue;
          }
          // One way for each place, and another one for the next.
          JsonNode wrong = WRONG.get((i + at) % WRONG.size());
          List<JsonNode> changed = new ArrayList<>(lines);
          JsonNode copy = lines.get(at).deepCopy();
          List<Place> ofCopy = new ArrayList<>();
          places(copy, "", ofCopy);
          JsonNode before = ofCopy.get(i).node();
          if (before.isTextual() && wrong.isTextual()) {
            continue;
          }
          ofCopy.get(i).set(wrong);
          changed.set(at, copy);
          String found = outcome(changed);
          String what = places.get(i).path() + " of line " + (at + 1) + " is " + wrong;
          if (found.startsWith("error")) {
            assertThat(found).as(what).contains("trace.jsonl: ").doesNotContain("Exception");
            errors++;
          } else if (!found.equals(right) && !places.get(i).path().matches(ANY)) {
            accepted.add(what + " was " + before);
          }
        }
      }
    }
    assertThat(accepted).isEmpty();
    assertThat(errors).isGreaterThan(100);
  }

  @Test
  void everyWrongLineOfATableIsLocated() throws IOException {
    String good = WorkflowImportTest.TRACES.get(1);
    assertThat(outcome(good)).doesNotStartWith("error");
    for (String[] change :
        List.of(
            new String[] {"4808,10", "4808"},
            new String[] {"4808,10", "4808,10,7"},
            new String[] {"4808,10", "-4808,10"},
            new String[] {"4808,10", "many,10"},
            new String[] {"4808,10", "1e300,10"},
            new String[] {"4808,10", "48.5,10"},
            new String[] {"4808,10", "4808,"},
            new String[] {"2023-11-16 18:17:03.9799600", "yesterday"},
            new String[] {"2023-11-16 18:17:03.9799600", ""},
            new String[] {"2023-11-16 18:17:03.9799600", "2023-13-16 18:17:03"},
            new String[] {"ContextTokens", "ContxtTokens"},
            new String[] {"TIMESTAMP,ContextTokens,GeneratedTokens\n", ""})) {
      String found = outcome(good.replaceFirst(change[0], change[1]));
      assertThat(found)
          .as(change[0] + " > " + change[1])
          .startsWith("error")
          .contains("trace.jsonl: ")
          .doesNotContain("Exception");
    }
  }

  static Stream<String> noTraces() {
    return Stream.of("", "\n", "{", "[", "[1, 2]", "{}", "null", "hello", "{\"a\": 1}", "\u0000");
  }

  @Test
  void whatIsNoTraceIsAnError() throws IOException {
    for (String text : noTraces().toList()) {
      assertThat(outcome(text)).as(text).startsWith("error").contains("trace.jsonl");
    }
    Path nowhere = directory.resolve("nowhere.jsonl");
    assertThat(catchThrowable(() -> WorkflowImport.of(nowhere).read()))
        .hasMessageContaining("does not exist");
  }
}
