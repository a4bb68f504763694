package dev.ridgeline.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.catalog.Workflow.Percentiles;
import dev.ridgeline.catalog.Workflow.Quantity;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.YamlReader;
import dev.ridgeline.traces.TraceFormat.Settings;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Small traces of each format, whose statistics are worked by hand. */
class WorkflowImportTest {

  /**
   * Three requests of blocks of 512 tokens. The third has the two whole blocks of the first, 1 and
   * 2, so it continues it. The second shares no block.
   */
  private static final String MOONCAKE =
      """
      {"timestamp": 0, "input_length": 1100, "output_length": 100, "hash_ids": [1, 2, 3]}
      {"timestamp": 10000, "input_length": 600, "output_length": 50, "hash_ids": [7, 8]}
      {"timestamp": 40000, "input_length": 1600, "output_length": 30, "hash_ids": [1, 2, 4, 5]}
      """;

  private static final String AZURE =
      """
      TIMESTAMP,ContextTokens,GeneratedTokens
      2023-11-16 18:17:03.9799600,4808,10
      2023-11-16 18:17:04.9799600,3180,8
      2023-11-16 18:17:06.9799600,110,0
      2023-11-16 18:17:09.9799600,100,30
      """;

  /** Two users replay a conversation; one request failed, and one was a warm-up. */
  private static final String AIPERF =
      record("a", 0, 1_000, 3_000, 500, 20)
          + record("b", 0, 2_000, 4_000, 600, 40)
          + record("a", 1, 8_000, 9_000, 620, 30)
          + "{\"metadata\": {\"x_correlation_id\": \"b\"}, \"metrics\": {}, \"error\": {\"code\": 499}}\n"
          + record("b", 1, 10_000, 12_000, 740, 50).replace("profiling", "warmup");

  private static final String MULTI_TURN =
      """
      {"session_id": "s", "turns": [
        {"role": "system", "text": "0123456789abcdef"},
        {"text": "0123456789abcdef0123", "output_length": 7},
        {"text": "01234567", "output_length": 9, "delay": 2500}]}
      """;

  /**
   * A conversation in blocks of 10 tokens: a call, a side call of its own, a subagent, and the next
   * call of the thread.
   */
  private static final String AGENTX =
      """
      {"id": "x", "models": ["m"], "block_size": 10, "hash_id_scope": "local", "requests": [
        {"t": 0.0, "type": "s", "model": "m", "in": 45, "out": 5, "hash_ids": [1, 2, 3, 4, 5], "api_time": 2.0},
        {"t": 2.5, "type": "n", "model": "h", "in": 20, "out": 1, "hash_ids": [90, 91], "api_time": 0.5},
        {"t": 3.0, "type": "subagent", "agent_id": "agent_001", "requests": [
          {"t": 3.0, "type": "n", "model": "m", "in": 30, "out": 10, "hash_ids": [1, 20, 21]},
          {"t": 5.0, "type": "n", "model": "m", "in": 60, "out": 10, "hash_ids": [1, 20, 21, 22, 23, 24]}]},
        {"t": 9.0, "type": "s", "model": "m", "in": 80, "out": 15, "hash_ids": [1, 2, 3, 4, 6, 7, 8, 9]}]}
      """;

  /** Messages of 40 and 80 characters, and tools of 20. */
  private static final String AGENTPERF =
      """
      {"version": 1, "conversation_id": "c", "conversation_idx": 0, "messages": [{"role": "user", "content": "%1$s"}], "tools": [{"name": "%2$s"}], "target_output_tokens": 6, "simulated_tool_delay_ms_after": 1500}
      {"version": 1, "conversation_id": "c", "conversation_idx": 1, "messages": [{"role": "user", "content": "%1$s%1$s%2$s"}], "tools": [{"name": "%2$s"}], "target_output_tokens": 8, "simulated_tool_delay_ms_after": 900}
      """
          .formatted("m".repeat(36), "t".repeat(20));

  static final List<String> TRACES =
      List.of(MOONCAKE, AZURE, AIPERF, MULTI_TURN, AGENTX, AGENTPERF);

  @TempDir private Path directory;

  private static String record(String user, int turn, long start, long end, int in, int out) {
    return """
        {"metadata": {"x_correlation_id": "%s", "conversation_id": "k", "turn_index": %d, "request_start_ns": %d000000, "request_end_ns": %d000000, "benchmark_phase": "profiling"}, "metrics": {"input_sequence_length": {"value": %d, "unit": "tokens"}, "output_sequence_length": {"value": %d, "unit": "tokens"}}, "error": null}
        """
        .formatted(user, turn, start, end, in, out);
  }

  private ImportedWorkflow imported(String trace) {
    try {
      return WorkflowImport.of(Files.writeString(directory.resolve("my trace.jsonl"), trace))
          .read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Turns: chains of 2 and 1, mean 1.5, rounded to 2. First prompts 1,100 and 600. Appended: 1,600
   * less 1,100 and 100. Outputs: 180 / 3. Cached: 2 blocks, 1,024 of 1,200 earlier tokens. Waits:
   * 40 s between the two. Gaps of 10 and 30 s: mean 20, variance 100, so variation 100 / 400.
   */
  @Test
  void blocksLinkRequestsOfMooncake() {
    Workflow workflow = imported(MOONCAKE).workflow();
    assertThat(workflow.id()).isEqualTo("my-trace");
    assertThat(workflow.turns()).isEqualTo(2);
    assertThat(workflow.firstPromptTokens()).isEqualTo(850);
    assertThat(workflow.appendedTokens()).isEqualTo(400);
    assertThat(workflow.outputTokens()).isEqualTo(60);
    assertThat(workflow.prefixReuse()).isCloseTo(1024.0 / 1200, within(1e-6));
    assertThat(workflow.toolWaitSeconds()).isEqualTo(40);
    assertThat(workflow.arrivalVariation()).isEqualTo(0.25);
    assertThat(workflow.percentiles())
        .containsEntry(Quantity.PROMPT_TOKENS, new Percentiles(1100, 1600, 1600))
        .containsEntry(Quantity.TURNS, new Percentiles(1, 2, 2));
    assertThat(workflow.sources().get("toolWaitSeconds")).contains("the service is within");
  }

  /** As above, but two sessions by name: 1,100 then 600 is a turn with a shorter prompt. */
  @Test
  void namesOfSessionsLinkRequests() {
    String named = MOONCAKE.replace("{\"timestamp\"", "{\"session_id\": \"s\", \"timestamp\"");
    ImportedWorkflow imported = imported(named);
    assertThat(imported.workflow().turns()).isEqualTo(3);
    // 1,600 less 600 and 50; the turn from 1,100 to 600 is counted, and not averaged.
    assertThat(imported.workflow().appendedTokens()).isEqualTo(950);
    assertThat(imported.notes())
        .contains("left out of appended tokens: 1 turns with a shorter prompt");
  }

  /**
   * Single requests. One has no output and is left out. Prompts: 8,088 / 3. Outputs: 48 / 3. Gaps
   * of 1 and 5 s: mean 3, variance 4, variation 4 / 9.
   */
  @Test
  void linesOfAzureAreSingleRequests() {
    ImportedWorkflow imported = imported(AZURE);
    Workflow workflow = imported.workflow();
    assertThat(workflow.turns()).isEqualTo(1);
    assertThat(workflow.firstPromptTokens()).isEqualTo(2696);
    assertThat(workflow.outputTokens()).isEqualTo(16);
    assertThat(workflow.arrivalVariation()).isCloseTo(4.0 / 9, within(1e-6));
    assertThat(workflow.percentiles().get(Quantity.OUTPUT_TOKENS))
        .isEqualTo(new Percentiles(10, 30, 30));
    assertThat(imported.notes()).contains("left out: 1 calls without generated tokens");
    assertThat(workflow.sources().get("turns")).contains("1 calls without generated tokens");
  }

  /**
   * User a has two turns, b one. Appended: 620 less 520. The wait ends 8 s and began 3 s. Starts 1,
   * 2 and 8 s: gaps 1 and 6, mean 3.5, variance 6.25.
   */
  @Test
  void recordsOfAiperfAreTurnsOfUsers() {
    ImportedWorkflow imported = imported(AIPERF);
    Workflow workflow = imported.workflow();
    assertThat(workflow.percentiles().get(Quantity.TURNS)).isEqualTo(new Percentiles(1, 2, 2));
    assertThat(workflow.firstPromptTokens()).isEqualTo(550);
    assertThat(workflow.appendedTokens()).isEqualTo(100);
    assertThat(workflow.outputTokens()).isEqualTo(30);
    assertThat(workflow.toolWaitSeconds()).isCloseTo(5, within(1e-5));
    assertThat(workflow.prefixReuse()).isEqualTo(1);
    assertThat(workflow.sources().get("prefixReuse")).startsWith("assumption");
    assertThat(workflow.arrivalVariation()).isCloseTo(6.25 / 12.25, within(1e-5));
    assertThat(imported.notes())
        .contains("left out: 1 failed requests", "left out: 1 requests of a warm-up");
  }

  /** 16 and 20 characters are 9 tokens; then 9 + 7 + 2 are 18. */
  @Test
  void conversationsGrowByTextsAndAnswers() {
    Workflow workflow = imported(MULTI_TURN).workflow();
    assertThat(workflow.turns()).isEqualTo(2);
    assertThat(workflow.firstPromptTokens()).isEqualTo(9);
    assertThat(workflow.appendedTokens()).isEqualTo(2);
    assertThat(workflow.outputTokens()).isEqualTo(8);
    assertThat(workflow.toolWaitSeconds()).isEqualTo(2.5);
    assertThat(workflow.sources().get("turns")).contains("4.0 characters a token");
  }

  /**
   * The thread has 45, then 80 tokens: 30 appended; the wait is 9 - 2 s, and the first four blocks
   * are cached: 40 of 50. The subagent has 30, then 60: 20 appended, 2 s between its requests, 30
   * of 40 cached. Reuse 70 / 90. The side call is left out.
   */
  @Test
  void threadsAndSubagentsOfAgentxAreConversations() {
    ImportedWorkflow imported = imported(AGENTX);
    Workflow workflow = imported.workflow();
    assertThat(workflow.turns()).isEqualTo(2);
    assertThat(workflow.firstPromptTokens()).isEqualTo(38);
    assertThat(workflow.appendedTokens()).isEqualTo(25);
    assertThat(workflow.outputTokens()).isEqualTo(10);
    assertThat(workflow.toolWaitSeconds()).isEqualTo(4.5);
    assertThat(workflow.prefixReuse()).isCloseTo(70.0 / 90, within(1e-6));
    assertThat(imported.notes())
        .contains("left out: 1 single calls beside the thread of a conversation");
  }

  /**
   * Texts of 4 + 36 and 20 characters, 60 / 4 tokens; then 4 + 92 + 20 of 116 / 4. Appended: 29
   * less 15 and 6.
   */
  @Test
  void textsOfAgentperfAreCountedAsTokens() {
    Workflow workflow = imported(AGENTPERF).workflow();
    assertThat(workflow.turns()).isEqualTo(2);
    assertThat(workflow.firstPromptTokens()).isEqualTo(15);
    assertThat(workflow.appendedTokens()).isEqualTo(8);
    assertThat(workflow.outputTokens()).isEqualTo(7);
    assertThat(workflow.toolWaitSeconds()).isEqualTo(1.5);
  }

  static List<String> traces() {
    return TRACES;
  }

  /** The text of an entry reads back as the entry. */
  @ParameterizedTest
  @MethodSource("traces")
  void anEntryIsReadBack(String trace) {
    ImportedWorkflow imported = imported(trace);
    List<Problem> problems = new ArrayList<>();
    String text = imported.files().get("workflows/my-trace.yaml");
    assertThat(text).startsWith("# my trace.jsonl (");
    Optional<Document<Workflow>> read =
        new YamlReader().parse("my-trace.yaml", text, Workflow.class, problems);
    assertThat(problems).isEmpty();
    assertThat(read.orElseThrow().value()).isEqualTo(imported.workflow());
  }

  @Test
  void packedTracesAndListsAreRead() throws IOException {
    Path packed = directory.resolve("my trace.jsonl.gz");
    try (Writer writer =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(packed)), StandardCharsets.UTF_8)) {
      writer.write("[" + MOONCAKE.strip().replace("\n", ",\n") + "]");
    }
    Workflow read = WorkflowImport.of(packed).read().workflow();
    Workflow plain = imported(MOONCAKE).workflow();
    assertThat(read.id()).isEqualTo(plain.id());
    assertThat(read.prefixReuse()).isEqualTo(plain.prefixReuse());
    assertThat(read.percentiles()).isEqualTo(plain.percentiles());
  }

  /** A block of 512 tokens is an assumption that the trace may contradict. */
  @Test
  void blocksAgreeWithLengths() throws IOException {
    Path path = Files.writeString(directory.resolve("t.jsonl"), MOONCAKE);
    WorkflowImport wrong =
        new WorkflowImport(
            path,
            Optional.of(TraceFormat.MOONCAKE),
            new Settings(16, 4),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThatThrownBy(wrong::read)
        .hasMessageContaining("/hash_ids: has 3 blocks for 1100 tokens (line 1)")
        .hasMessageContaining("--block-tokens");
  }

  /** Most times are equal, so their variation says nothing. */
  @Test
  void coarseTimesGiveNoVariation() {
    ImportedWorkflow imported =
        imported(
            MOONCAKE.replace("10000", "0")
                + MOONCAKE.replaceAll("\"timestamp\": \\d+", "\"timestamp\": 0"));
    assertThat(imported.workflow().arrivalVariation()).isEqualTo(Workflow.POISSON);
    assertThat(imported.notes())
        .contains("left out: the variation of arrivals, as most times are equal");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "input_length": 600 | "input_length": -600 | /input_length: is -600 (line 2)
          "input_length": 600 | "input_length": "600" | /input_length: is "600" (line 2)
          "input_length": 600 | "input_length": 600.5 | /input_length: is 600.5 (line 2)
          "output_length": 50, |  | /output_length: is missing (line 2)
          [7, 8] | [7, "x"] | /hash_ids/1: is "x" (line 2)
          [7, 8] | 7 | /hash_ids: is 7 (line 2)
          "timestamp": 10000 | "timestamp": "soon" | /timestamp: is "soon" (line 2)
          [7, 8]} | [7, 8] | is not JSON
          {"timestamp": 10000 | 5 {"timestamp": 10000 | is not an object (line 2)
          """)
  void aWrongValueIsNamedWithItsLine(String right, String wrong, String message) {
    String trace = MOONCAKE.replace(right, wrong == null ? "" : wrong);
    assertThat(trace).isNotEqualTo(MOONCAKE);
    assertThatThrownBy(() -> imported(trace))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("my trace.jsonl: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          4808 | many | /ContextTokens: is 'many' (line 2)
          ,10 | | has 2 values (line 2)
          2023-11-16 18:17:04 | 16.11.2023 | /TIMESTAMP: is '16.11.2023.9799600' (line 3)
          ContextTokens | ContextToken | Maybe you meant 'ContextTokens'
          """)
  void aWrongLineIsNamed(String right, String wrong, String message) {
    String trace = AZURE.replace(right, wrong == null ? "" : wrong);
    assertThatThrownBy(() -> imported(trace))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void unknownFormatsAreSaid() {
    assertThatThrownBy(() -> imported("{\"prompt\": 1}"))
        .hasMessageContaining("is of no known format: its first object has [prompt]")
        .hasMessageContaining("agentx (id, block_size, requests)");
    assertThatThrownBy(() -> imported("")).hasMessageContaining("is empty");
    assertThatThrownBy(() -> WorkflowImport.of(directory.resolve("none.jsonl")).read())
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> imported("{\"input_length\": 0, \"output_length\": 3}"))
        .hasMessageContaining("has no request with a prompt")
        .hasMessageContaining("1 calls without a prompt");
  }

  static IntStream seeds() {
    return IntStream.range(0, 150);
  }

  /** Some bytes of a trace are changed: it is read, or the file is named with what is wrong. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aDamagedTraceIsReadOrRefused(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder trace = new StringBuilder(TRACES.get(seed % TRACES.size()));
    for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
      int place = random.nextInt(trace.length() - 4);
      switch (random.nextInt(4)) {
        case 0 -> trace.setCharAt(place, "0-9.eE{}[],:\"ntx ".charAt(random.nextInt(17)));
        case 1 -> trace.delete(place, place + random.nextInt(1, 4));
        case 2 -> trace.insert(place, trace.substring(place, place + 3));
        default -> trace.insert(place, random.nextInt());
      }
    }
    try {
      Workflow workflow = imported(trace.toString()).workflow();
      assertThat(workflow.turns()).isPositive();
      assertThat(workflow.prefixReuse()).isBetween(0.0, 1.0);
    } catch (ConfigException e) {
      assertThat(e).hasMessageContaining("my trace.jsonl: ");
    }
  }
}
