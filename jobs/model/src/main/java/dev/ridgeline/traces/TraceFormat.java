package dev.ridgeline.traces;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A format of traces. It is recognised by the keys of the first object, or by the first line. */
public enum TraceFormat {
  /** Mooncake's JSON lines, and those of AIPerf and GenAI-Perf with the same keys. */
  MOONCAKE(
      "timestamp, input_length, output_length, hash_ids",
      first -> first.has("input_length"),
      MooncakeReader::new),
  /** The CSV files of AzurePublicDataset. */
  AZURE("TIMESTAMP,ContextTokens,GeneratedTokens", first -> false, settings -> ObjectReader.NONE),
  /** AIPerf's profile_export.jsonl. */
  AIPERF(
      "metadata, metrics",
      first -> first.has("metadata") && first.has("metrics"),
      settings -> new AiperfReader()),
  /** AIPerf's and GenAI-Perf's data sets of conversations in several turns. */
  MULTI_TURN("session_id, turns", first -> first.has("turns"), MultiTurnReader::new),
  /** The conversations of coding agents behind SemiAnalysis AgentX, in the format of Weka. */
  AGENTX(
      "id, block_size, requests",
      first -> first.has("requests") && first.has("block_size"),
      settings -> new AgentxReader()),
  /** The replays of agentperf-local by Artificial Analysis. */
  AGENTPERF(
      "conversation_id, messages, target_output_tokens",
      first -> first.has("conversation_id") && first.has("messages"),
      AgentperfReader::new);

  /**
   * What a trace itself does not say.
   *
   * @param blockTokens tokens of a block of {@code hash_ids}
   * @param charactersPerToken characters of a token, where a trace has texts instead of lengths
   */
  public record Settings(int blockTokens, double charactersPerToken) {

    /** Blocks of Mooncake's traces, and the usual length of an English token. */
    public static final Settings DEFAULT = new Settings(512, 4);
  }

  private final String keys;
  private final Predicate<JsonNode> has;
  private final Function<Settings, ObjectReader> reader;

  TraceFormat(String keys, Predicate<JsonNode> has, Function<Settings, ObjectReader> reader) {
    this.keys = keys;
    this.has = has;
    this.reader = reader;
  }

  /** The keys by which it is known. */
  String keys() {
    return keys;
  }

  /** A reader of the objects of one trace. */
  ObjectReader reader(Settings settings) {
    return reader.apply(settings);
  }

  /** The format whose keys the first object of a trace has. */
  static Optional<TraceFormat> of(JsonNode first) {
    return Stream.of(values()).filter(format -> format.has.test(first)).findFirst();
  }

  /** The name as options write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
