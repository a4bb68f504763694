package dev.ridgeline.measurement;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One measured point: the conditions of a run of a benchmark, and what it measured. Names are those
 * of the publisher. A text is empty where the publisher does not say it.
 *
 * @param label which point, and from where
 * @param model what was served
 * @param machine on which accelerators
 * @param software by which engine
 * @param layout laid out how
 * @param load under which load
 * @param settings settings of the engine
 * @param measured what was measured
 */
public record MeasuredPoint(
    Label label,
    ServedModel model,
    Machine machine,
    Software software,
    Layout layout,
    Load load,
    Settings settings,
    Measures measured) {

  /**
   * Name that all points share which differ only in the number of requests in flight, or in their
   * rate. Where the publisher gives none, it is made of all other conditions but version and day.
   */
  public String configuration() {
    if (!label.configuration().isEmpty()) {
      return label.configuration();
    }
    return String.join(
        "|",
        model.toString(),
        machine.toString(),
        software.engine(),
        layout.toString(),
        String.valueOf(load.inputTokens()),
        String.valueOf(load.outputTokens()),
        String.valueOf(load.cachedTokens()),
        settings.toString());
  }

  /** The same point with another label. */
  MeasuredPoint with(Label other) {
    return new MeasuredPoint(other, model, machine, software, layout, load, settings, measured);
  }

  /**
   * Which point this is.
   *
   * @param id name of the point in its file
   * @param source file or page that published it
   * @param origin who measured it, where the publisher collects measurements of others
   * @param configuration name that all points share which differ only in their load
   * @param flags remarks of the publisher
   * @param clean whether the publisher trusts the point; empty where it does not say
   * @param split part of the data that the point belongs to, such as {@code dev}
   * @param fault what is wrong with the conditions in a table of facts; empty where nothing is
   */
  public record Label(
      String id,
      String source,
      String origin,
      String configuration,
      String flags,
      Optional<Boolean> clean,
      String split,
      String fault) {

    /** A label that says nothing. */
    static final Label NONE = new Label("", "", "", "", "", Optional.empty(), "", "");
  }

  /**
   * The model that was served, in which formats.
   *
   * @param model model
   * @param quantization number formats of weights, activations and cache
   * @param kvBits bits of an element of the KV cache; empty for those of the quantization
   */
  public record ServedModel(String model, String quantization, OptionalDouble kvBits) {}

  /**
   * The accelerators of the deployment.
   *
   * @param accelerator kind of accelerator
   * @param count number of them; empty for those of one replica
   */
  public record Machine(String accelerator, OptionalInt count) {}

  /**
   * The serving engine.
   *
   * @param engine name of the engine
   * @param version version, tag or image
   * @param day day of the measurement
   */
  public record Software(String engine, String version, Optional<LocalDate> day) {}

  /**
   * The layout of the model over the accelerators.
   *
   * @param deployment {@code colocated} or {@code disaggregated}; empty means colocated
   * @param tp tensor parallelism
   * @param ep expert parallelism
   * @param dp attention data parallelism
   * @param pp pipeline parallelism
   * @param drafts method of speculative decoding; {@code none} for plain decoding
   */
  public record Layout(String deployment, int tp, int ep, int dp, int pp, String drafts) {}

  /**
   * The load that the benchmark put on the deployment.
   *
   * @param inputTokens mean length of a prompt
   * @param outputTokens mean length of an output
   * @param cachedTokens mean part of the prompt whose state was in the cache
   * @param concurrency requests kept in flight in the whole deployment; empty for an open loop
   * @param requestsPerSecond rate of arrivals at the whole deployment; empty for a closed loop
   */
  public record Load(
      OptionalDouble inputTokens,
      OptionalDouble outputTokens,
      OptionalDouble cachedTokens,
      OptionalDouble concurrency,
      OptionalDouble requestsPerSecond) {}

  /**
   * Settings of the engine that the publisher states.
   *
   * @param chunkTokens most new tokens of a pass
   * @param memoryFraction share of memory that the engine may take
   */
  public record Settings(OptionalInt chunkTokens, OptionalDouble memoryFraction) {}
}
