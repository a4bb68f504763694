package dev.ridgeline.traces;

import dev.ridgeline.traces.TraceFormat.Settings;
import java.util.List;

/**
 * Reads conversations in several turns, which have the texts of users, the lengths of answers, and
 * delays in ms. Each prompt is the whole conversation so far.
 */
final class MultiTurnReader implements ObjectReader {

  private static final double MILLISECOND = 1e-3;

  private final Settings settings;

  MultiTurnReader(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void read(TraceObject object, Trace trace) {
    List<TraceObject> turns = object.objects("turns");
    Conversation conversation = trace.begin();
    double context = 0;
    for (TraceObject turn : turns) {
      double text =
          (turn.characters("text") + turn.characters("texts")) / settings.charactersPerToken();
      if ("system".equals(turn.nameIfGiven("role")) && !turn.has("output_length")) {
        context += text;
        continue;
      }
      double prompt = turn.has("input_length") ? turn.tokens("input_length") : Math.round(text);
      double output = turn.tokens("output_length");
      double wait = turn.secondsIfGiven("delay", MILLISECOND);
      if (object.isSound()) {
        double whole = Math.round(context) + prompt;
        trace.add(conversation, new Call(Double.NaN, Double.NaN, wait, whole, output, Double.NaN));
        context = whole + output;
      }
    }
  }

  @Override
  public String assumption() {
    return "assumption: " + settings.charactersPerToken() + " characters a token";
  }
}
