package dev.ridgeline.testing;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Drafter;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import java.util.List;
import java.util.Map;

/** Builds what drafts tokens for a model. */
public final class DrafterBuilder {

  private final String model;
  private int fusedInputs;
  private LayerGroup layer;
  private int headVocabularySize;
  private Map<Integer, Double> acceptedTokensPerStep = Map.of(1, 1.5);

  private DrafterBuilder(String model) {
    this.model = model;
    this.layer = new LayerGroup(1, new Attention.None(), new FeedForward.Dense(8, false));
  }

  /** A drafter of one small layer that uses the head of its model. */
  public static DrafterBuilder aDrafterOf(String model) {
    return new DrafterBuilder(model);
  }

  /** Hidden vectors of the model that it fuses. */
  public DrafterBuilder fusedInputs(int vectors) {
    fusedInputs = vectors;
    return this;
  }

  public DrafterBuilder layer(Attention attention, FeedForward ffn) {
    layer = new LayerGroup(1, attention, ffn);
    return this;
  }

  /** Columns of a head of its own. */
  public DrafterBuilder headVocabulary(int size) {
    headVocabularySize = size;
    return this;
  }

  /** Mean tokens that a step yields with so many drafts. */
  public DrafterBuilder accepts(int drafts, double tokens) {
    acceptedTokensPerStep = Map.of(drafts, tokens);
    return this;
  }

  public Drafter build() {
    return new Drafter(
        "drafter",
        model,
        "by-hand",
        fusedInputs,
        List.of(layer),
        headVocabularySize,
        acceptedTokensPerStep,
        MadeUp.sources("fusedInputs", "layers", "headVocabularySize", "acceptedTokensPerStep"));
  }
}
