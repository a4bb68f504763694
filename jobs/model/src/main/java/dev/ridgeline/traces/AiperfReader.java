package dev.ridgeline.traces;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads the records of requests that AIPerf exports, with times in ns. */
final class AiperfReader implements ObjectReader {

  private static final double NANOSECOND = 1e-9;
  private static final String OUTPUT = "output_sequence_length";

  @Override
  public void read(TraceObject object, Trace trace) {
    if (object.has("error")) {
      trace.drop("failed requests");
      return;
    }
    TraceObject metadata = object.object("metadata");
    if ("warmup".equals(metadata.nameIfGiven("benchmark_phase"))) {
      trace.drop("requests of a warm-up");
      return;
    }
    TraceObject metrics = object.object("metrics");
    double prompt = metrics.object("input_sequence_length").tokens("value");
    String key = metrics.has(OUTPUT) ? OUTPUT : "output_token_count";
    double output = metrics.object(key).tokens("value");
    OptionalDouble start = metadata.instantIfGiven("request_start_ns", NANOSECOND);
    OptionalDouble end = metadata.instantIfGiven("request_end_ns", NANOSECOND);
    String session = session(metadata);
    if (object.isSound()) {
      Conversation conversation = session == null ? trace.begin() : trace.conversation(session);
      trace.add(
          conversation,
          new Call(
              start.orElse(Double.NaN),
              end.orElse(Double.NaN),
              Double.NaN,
              prompt,
              output,
              Double.NaN));
    }
  }

  /** A conversation may be replayed by several users, each with a correlation id. */
  private static @Nullable String session(TraceObject metadata) {
    String user = metadata.nameIfGiven("x_correlation_id");
    return user == null ? metadata.nameIfGiven("conversation_id") : user;
  }
}
