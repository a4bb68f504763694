package dev.ridgeline.deployment;

import dev.ridgeline.config.Require;
import java.io.Serializable;

/**
 * Assumptions about the serving engine that hold for a whole sweep.
 *
 * @param usableMemoryFraction share of an accelerator's memory that weights, state and workspace
 *     may take
 * @param prefillTokenBudget new tokens that a prefill step works on: short prompts are batched up
 *     to it, and no more rows than this are live at once
 */
public record ServingSettings(double usableMemoryFraction, int prefillTokenBudget)
    implements Serializable {

  public ServingSettings {
    Require.fraction("usableMemoryFraction", usableMemoryFraction);
    Require.positive("prefillTokenBudget", prefillTokenBudget);
  }
}
