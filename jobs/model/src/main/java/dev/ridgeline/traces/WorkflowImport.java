package dev.ridgeline.traces;

import dev.ridgeline.catalog.SubAgents;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.catalog.Workflow.Percentiles;
import dev.ridgeline.catalog.Workflow.Quantity;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Problem;
import dev.ridgeline.traces.TraceFormat.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A trace of requests that is to become a workflow of a catalog.
 *
 * @param path the file; one that ends in {@code .gz} is unpacked on the way
 * @param format its format; empty to recognise it by its keys
 * @param settings what the trace does not say
 * @param id id of the entry; empty for one after the name of the file
 * @param name name of the workflow; empty for one after the name of the file
 * @param origin place that sources name; empty for the file's own name
 */
public record WorkflowImport(
    Path path,
    Optional<TraceFormat> format,
    Settings settings,
    Optional<String> id,
    Optional<String> name,
    Optional<String> origin) {

  /** An import of a trace alone. */
  public static WorkflowImport of(Path path) {
    return new WorkflowImport(
        path,
        Optional.empty(),
        Settings.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Reads the trace.
   *
   * @throws ConfigException with the problems of the trace, the first twenty where there are more
   */
  public ImportedWorkflow read() {
    List<Problem> problems = new ArrayList<>();
    TraceFile file = new TraceFile(path, format, settings, problems);
    Trace trace = file.read();
    if (problems.isEmpty() && trace.prompts.isEmpty()) {
      problems.add(
          new Problem(
              path.toString(),
              "",
              0,
              "has no request with a prompt and generated tokens" + droppedText(trace) + "."));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    try {
      return new ImportedWorkflow(workflow(file, trace), notes(file, trace));
    } catch (InvalidValueException e) {
      throw new ConfigException(path.toString(), e.field() + " " + e.reason());
    }
  }

  private Workflow workflow(TraceFile file, Trace trace) {
    Distribution turns = trace.turns();
    boolean single = trace.appended.isEmpty();
    int first = tokens(trace.firstPrompts.mean());
    OptionalDouble reuse = trace.reuse();
    OptionalDouble arrivals = trace.arrivalVariation();
    return new Workflow(
        idOfEntry(),
        name.orElseGet(this::nameOfFile),
        tokens(turns.mean()),
        first,
        single ? first : tokens(trace.appended.mean()),
        tokens(trace.outputs.mean()),
        trace.waits.isEmpty() ? 0 : rounded(trace.waits.mean()),
        rounded(reuse.orElse(0)),
        Workflow.NO_THINK_SECONDS,
        rounded(arrivals.orElse(Workflow.POISSON)),
        Workflow.NO_SHARED_PREFIX,
        SubAgents.NONE,
        percentiles(trace, turns),
        sources(file, trace, turns));
  }

  private static int tokens(double mean) {
    return (int) Math.max(1, Math.round(mean));
  }

  /** A number with six decimals. */
  private static double rounded(double number) {
    return Math.rint(number * 1e6) / 1e6;
  }

  private static Map<Quantity, Percentiles> percentiles(Trace trace, Distribution turns) {
    Map<Quantity, Percentiles> percentiles = new EnumMap<>(Quantity.class);
    put(percentiles, Quantity.PROMPT_TOKENS, trace.prompts);
    put(percentiles, Quantity.OUTPUT_TOKENS, trace.outputs);
    put(percentiles, Quantity.TURNS, turns);
    put(percentiles, Quantity.APPENDED_TOKENS, trace.appended);
    put(percentiles, Quantity.TOOL_WAIT_SECONDS, trace.waits);
    return percentiles;
  }

  private static void put(
      Map<Quantity, Percentiles> percentiles, Quantity quantity, Distribution numbers) {
    if (!numbers.isEmpty()) {
      percentiles.put(
          quantity,
          new Percentiles(
              numbers.percentile(0.5), numbers.percentile(0.9), numbers.percentile(0.99)));
    }
  }

  private Map<String, String> sources(TraceFile file, Trace trace, Distribution turns) {
    Map<String, String> sources = new HashMap<>();
    boolean single = trace.appended.isEmpty();
    String place = place(file);
    sources.put(
        "turns",
        text("mean of %,d conversations: %,.2f; %s", turns.count(), turns.mean(), place)
            + (file.assumption().isEmpty() ? "" : "; " + file.assumption())
            + droppedText(trace));
    sources.put("firstPromptTokens", firstPrompt(trace));
    sources.put(
        "appendedTokens",
        single
            ? "not used: there is one turn; as the first prompt"
            : text(
                    "mean growth of the prompt beyond the last output, over %,d turns: %,.1f",
                    trace.appended.count(), trace.appended.mean())
                + (trace.cuts() > 0
                    ? text("; %,d turns with a shorter prompt are left out", trace.cuts())
                    : ""));
    sources.put(
        "outputTokens",
        text("mean of %,d calls: %,.1f", trace.outputs.count(), trace.outputs.mean()));
    sources.put("toolWaitSeconds", wait(trace, single));
    sources.put("prefixReuse", reuse(trace, single));
    if (trace.arrivalVariation().isPresent()) {
      sources.put(
          "arrivalVariation", "squared coefficient of variation of the times between requests");
    }
    sources.put("percentiles", "the trace: the least value that so many of 100 do not exceed");
    return sources;
  }

  private static String firstPrompt(Trace trace) {
    return text(
            "mean of the first prompts: %,.1f; the mean of all prompts is %,.1f",
            trace.firstPrompts.mean(), trace.prompts.mean())
        + (trace.sharedFirstPrompts() > 0
            ? text(
                "; other conversations left %.1f %% of first prompts in the cache, which the model"
                    + " does not use",
                100 * trace.sharedFirstPrompts())
            : "");
  }

  private static String wait(Trace trace, boolean single) {
    if (trace.waits.isEmpty()) {
      return single ? "not used: there is one turn" : "assumption: none; the trace has no times";
    }
    return text("mean of %,d waits: %,.3f s", trace.waits.count(), trace.waits.mean())
        + (trace.waitsIncludeService()
            ? "; between requests, as the trace does not say when one ended: the service is within"
            : "");
  }

  private static String reuse(Trace trace, boolean single) {
    if (trace.reuse().isEmpty()) {
      return single ? "not used: there is one turn" : "assumption: none";
    }
    return trace.cacheIsKnown()
        ? "share of the earlier context in blocks that the trace had before"
        : "assumption: a prompt that grows begins with the earlier context; the trace has no blocks";
  }

  /** What was read, and what was left out, a line each. */
  private List<String> notes(TraceFile file, Trace trace) {
    List<String> notes = new ArrayList<>();
    notes.add(
        text(
            "%s: %,d calls in %,d conversations, format %s",
            place(file), trace.prompts.count(), trace.turns().count(), file.format()));
    trace.dropped().forEach((reason, count) -> notes.add(text("left out: %,d %s", count, reason)));
    if (trace.cuts() > 0) {
      notes.add(text("left out of appended tokens: %,d turns with a shorter prompt", trace.cuts()));
    }
    if (trace.hasCoarseTimes()) {
      notes.add("left out: the variation of arrivals, as most times are equal");
    }
    return notes;
  }

  private static String droppedText(Trace trace) {
    StringBuilder text = new StringBuilder();
    trace
        .dropped()
        .forEach((reason, count) -> text.append(text("; left out: %,d %s", count, reason)));
    return text.toString();
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private String place(TraceFile file) {
    return origin.orElseGet(() -> String.valueOf(path.getFileName()))
        + " ("
        + file.format().keys()
        + ")";
  }

  private String nameOfFile() {
    return String.valueOf(path.getFileName())
        .replaceFirst("(\\.(jsonl?|csv|ndjson))?(\\.gz)?$", "");
  }

  private String idOfEntry() {
    String given = id.orElseGet(() -> nameOfFile().toLowerCase(Locale.ROOT));
    String safe = given.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
    if (safe.isEmpty() || (id.isPresent() && !safe.equals(id.get()))) {
      throw new ConfigException(
          "--id", "is '" + given + "'. Allowed: letters, digits, dots and dashes.");
    }
    return safe;
  }
}
