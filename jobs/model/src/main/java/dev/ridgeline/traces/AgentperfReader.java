package dev.ridgeline.traces;

import dev.ridgeline.traces.TraceFormat.Settings;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads turns of recorded agents, each with all messages so far, the tokens to generate, and the
 * time of the tools after it in ms.
 */
final class AgentperfReader implements ObjectReader {

  private static final double MILLISECOND = 1e-3;

  private final Settings settings;
  private final Map<String, Double> waitAfter = new HashMap<>();

  AgentperfReader(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void read(TraceObject object, Trace trace) {
    String name = object.nameIfGiven("conversation_id");
    if (name == null && object.isSound()) {
      object.problem("conversation_id", "is missing. Allowed: a text.");
    }
    object.objects("messages");
    double output = object.tokens("target_output_tokens");
    double after = object.secondsIfGiven("simulated_tool_delay_ms_after", MILLISECOND);
    if (name == null || !object.isSound()) {
      return;
    }
    double characters = object.characters("messages") + object.characters("tools");
    double prompt = Math.round(characters / settings.charactersPerToken());
    double wait = waitAfter.getOrDefault(name, Double.NaN);
    trace.add(
        trace.conversation(name),
        new Call(Double.NaN, Double.NaN, wait, prompt, output, Double.NaN));
    waitAfter.put(name, after);
  }

  @Override
  public String assumption() {
    return "assumption: "
        + settings.charactersPerToken()
        + " characters of messages and tools a token";
  }
}
