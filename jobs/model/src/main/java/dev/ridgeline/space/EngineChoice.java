package dev.ridgeline.space;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Engine;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engine that serves: one for all accelerators, or for each the engine of its efficiency
 * profile.
 *
 * @param named engine for all accelerators; null for that of each accelerator
 */
public record EngineChoice(@Nullable Engine named) implements Serializable {

  /** The engine whose kernels each accelerator was measured with. */
  public static final EngineChoice DEFAULT = new EngineChoice(null);

  /** Name of the default in sweep files and columns. */
  public static final String DEFAULT_LABEL = "default";

  /** The id of the engine, or {@code default}. */
  public String label() {
    return named == null ? DEFAULT_LABEL : named.id();
  }

  /**
   * Returns the engine on an accelerator.
   *
   * @param defaults engines of the efficiency profiles by accelerator id
   * @throws NullPointerException where no engine is named and the accelerator has no default
   */
  public Engine on(Accelerator accelerator, Map<String, Engine> defaults) {
    return named == null ? requireNonNull(defaults.get(accelerator.id()), accelerator.id()) : named;
  }

  @Override
  public String toString() {
    return label();
  }
}
