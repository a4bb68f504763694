package dev.ridgeline.space;

import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.deployment.Formats;
import dev.ridgeline.deployment.HardwareMix;
import java.io.Serializable;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A throughput that somebody measured and published. It stands in place of a prediction in the
 * cells that it is of.
 *
 * @param model id of the model
 * @param accelerator id of the accelerator, the only kind of the deployment
 * @param quantization label of the number formats; null where the figure holds for all
 * @param workflow id of the workflow; null where the figure holds for all
 * @param batch sequences that decode at once; null where the figure holds for all
 * @param outputTokensPerSecond tokens that each accelerator generates; NaN where not stated
 * @param promptTokensPerSecond tokens of prompts that each accelerator serves; NaN where not stated
 * @param totalTokensPerSecond both together; NaN where not stated
 * @param by who measured it
 * @param source where it was published
 */
public record Measurement(
    String model,
    String accelerator,
    @Nullable String quantization,
    @Nullable String workflow,
    @Nullable Integer batch,
    double outputTokensPerSecond,
    double promptTokensPerSecond,
    double totalTokensPerSecond,
    String by,
    String source)
    implements Serializable {

  private static final double SECONDS_PER_HOUR = 3600;
  private static final double MILLION = 1e6;

  /** Whether a cell with these values is one that the figure is of. */
  public boolean isOf(
      Model ofCell, Formats formats, HardwareMix mix, Workflow ofTasks, int sequences) {
    return model.equals(ofCell.id())
        && mix.link().isEmpty()
        && accelerator.equals(mix.decode().id())
        && (quantization == null || quantization.equals(formats.label()))
        && (workflow == null || workflow.equals(ofTasks.id()))
        && (batch == null || batch == sequences);
  }

  /** Whether some cell may have two figures, this one and another. */
  public boolean overlaps(Measurement other) {
    return model.equals(other.model)
        && accelerator.equals(other.accelerator)
        && agree(quantization, other.quantization)
        && agree(workflow, other.workflow)
        && agree(batch, other.batch);
  }

  private static boolean agree(@Nullable Object one, @Nullable Object other) {
    return one == null || other == null || one.equals(other);
  }

  /** The rate of a kind of tokens on each accelerator; empty where it is not stated. */
  public OptionalDouble tokensPerSecond(Figure figure) {
    double rate =
        switch (figure) {
          case OUTPUT -> outputTokensPerSecond;
          case PROMPT -> promptTokensPerSecond;
          case TOTAL -> totalTokensPerSecond;
          case NONE, ANY -> Double.NaN;
        };
    return Double.isNaN(rate) ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }

  /**
   * Dollars of a million tokens, {@code $/h 10^6 / (3600 tokens/s)}, of which the whole price of
   * the accelerator is paid.
   *
   * @param dollarsPerHour price of an hour of one accelerator
   * @param tokensPerSecond rate on one accelerator
   */
  public static double dollarsPerMillion(double dollarsPerHour, double tokensPerSecond) {
    return dollarsPerHour / (tokensPerSecond * SECONDS_PER_HOUR) * MILLION;
  }

  /** What a figure may state, on which values of measured cells depend. */
  public enum Figure {
    /** Nothing that a measurement states. */
    NONE,
    /** Whatever a measurement states. */
    ANY,
    /** The rate of generated tokens. */
    OUTPUT,
    /** The rate of tokens of prompts. */
    PROMPT,
    /** The rate of both together. */
    TOTAL
  }
}
