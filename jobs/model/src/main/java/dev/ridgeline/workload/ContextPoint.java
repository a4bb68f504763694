package dev.ridgeline.workload;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.WrittenAs;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The context at which a workflow is evaluated. A number of tokens sets the prompt of one request
 * and leaves the task unchanged; so does {@code {prompt: N}}. {@code {request: N}} sets prompt and
 * output together, as an engine's longest context does (vLLM's max_model_len). The form {@code
 * scaled-} and a number scales the growth of the task so that its last prompt has that length.
 */
@WrittenAs(
    """
    {"oneOf": [
      {"type": "integer", "minimum": 1, "maximum": 1000000000},
      {"type": "string", "pattern": "^(mean|peak|(scaled|request)-[1-9][0-9]{0,8})$"},
      {"type": "object",
       "properties": {"prompt": {"type": "integer", "minimum": 1, "maximum": 1000000000,
         "description": "Tokens of the prompt."}},
       "required": ["prompt"],
       "additionalProperties": false},
      {"type": "object",
       "properties": {"request": {"type": "integer", "minimum": 2, "maximum": 1000000000,
         "description": "Tokens of prompt and output together (max_model_len)."}},
       "required": ["request"],
       "additionalProperties": false}]}
    """)
public sealed interface ContextPoint extends Serializable {

  /** The point as files and tables write it. */
  String label();

  /** The turns of a task at this point. */
  Session session(Workflow workflow);

  /** Prompt length of the request that stands for the task, in tokens. */
  double promptTokens(Session session);

  /** The request that stands for the task. */
  default Request request(Workflow workflow) {
    Session session = session(workflow);
    return session.at(promptTokens(session));
  }

  /**
   * Reads {@code mean}, {@code peak}, a number of tokens, {@code scaled-} or {@code request-} and a
   * number of tokens, or an object with {@code prompt} or {@code request}.
   *
   * @throws InvalidValueException for any other value
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ContextPoint of(Object written) {
    if (written instanceof Integer tokens && Dimension.TOKENS.range().has(tokens)) {
      return new Tokens(tokens);
    }
    for (Own point : Own.values()) {
      if (point.label().equals(written)) {
        return point;
      }
    }
    Matcher scaled = Scaled.WRITTEN.matcher(String.valueOf(written));
    if (scaled.matches()) {
      return new Scaled(Integer.parseInt(scaled.group(1)));
    }
    Matcher request = WholeRequest.WRITTEN.matcher(String.valueOf(written));
    if (request.matches()) {
      return new WholeRequest(Integer.parseInt(request.group(1)));
    }
    if (written instanceof Map<?, ?> fields && fields.size() == 1) {
      Object tokens = fields.values().iterator().next();
      if (tokens instanceof Integer number && Dimension.TOKENS.range().has(number)) {
        if (fields.containsKey("prompt")) {
          return new Tokens(number);
        }
        if (fields.containsKey("request")) {
          return new WholeRequest(number);
        }
      }
    }
    throw new InvalidValueException(
        "",
        written,
        Dimension.TOKENS.range().allowedWhole()
            + ", {prompt: tokens}, {request: tokens}, 'mean', 'peak', or 'scaled-' and a number of"
            + " tokens");
  }

  /** A prompt length of the workflow itself. */
  enum Own implements ContextPoint {
    /** The mean prompt over the turns. */
    MEAN("mean") {
      @Override
      public double promptTokens(Session session) {
        return session.meanPromptTokens();
      }
    },
    /** The prompt of the last turn, which is the longest. */
    PEAK("peak") {
      @Override
      public double promptTokens(Session session) {
        return session.peakPromptTokens();
      }
    };

    private final String label;

    Own(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public Session session(Workflow workflow) {
      return new Session(workflow);
    }
  }

  /**
   * A fixed prompt length, at which workflows and models can be compared.
   *
   * @param tokens length of the prompt
   */
  record Tokens(int tokens) implements ContextPoint {

    @Override
    public String label() {
      return Integer.toString(tokens);
    }

    @Override
    public Session session(Workflow workflow) {
      return new Session(workflow);
    }

    @Override
    public double promptTokens(Session session) {
      return tokens;
    }
  }

  /**
   * A request whose prompt and output together have a fixed length.
   *
   * @param tokens length of prompt and output
   */
  record WholeRequest(int tokens) implements ContextPoint {

    private static final Pattern WRITTEN = Pattern.compile("request-([1-9][0-9]{0,8})");

    @Override
    public String label() {
      return "request-" + tokens;
    }

    /**
     * The turns of the task as they are.
     *
     * @throws IllegalArgumentException where the output alone is as long
     */
    @Override
    public Session session(Workflow workflow) {
      if (tokens <= workflow.outputTokens()) {
        throw new IllegalArgumentException(label() + " has no prompt");
      }
      return new Session(workflow);
    }

    @Override
    public double promptTokens(Session session) {
      return tokens - session.outputTokens();
    }
  }

  /**
   * The mean prompt of a task that is scaled to a given last prompt.
   *
   * @param tokens prompt of the last turn
   */
  record Scaled(int tokens) implements ContextPoint {

    private static final Pattern WRITTEN = Pattern.compile("scaled-([1-9][0-9]{0,8})");

    @Override
    public String label() {
      return "scaled-" + tokens;
    }

    @Override
    public Session session(Workflow workflow) {
      return Session.peakingAt(workflow, tokens);
    }

    @Override
    public double promptTokens(Session session) {
      return session.meanPromptTokens();
    }
  }
}
