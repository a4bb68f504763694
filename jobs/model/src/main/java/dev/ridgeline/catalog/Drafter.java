package dev.ridgeline.catalog;

import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A drafter of tokens, which the model then verifies in one step: a multi-token-prediction module,
 * or a separately trained draft head.
 *
 * @param id name by which sweeps refer to it, and name of its file
 * @param model catalog id of the model it drafts for
 * @param method name of the method: "mtp", "eagle3"
 * @param fusedInputs hidden vectors that it first fuses into one by a matrix
 * @param layers layers that each drafted token passes
 * @param headVocabularySize columns of an LM head of its own; 0 where it uses the head of the model
 * @param acceptedTokensPerStep mean tokens that one verified step yields, the model's own included,
 *     by the number of drafted tokens
 * @param sources where each number comes from, by field or by part of one
 */
public record Drafter(
    String id,
    String model,
    String method,
    @Measured(value = Dimension.INPUTS, orZero = true) int fusedInputs,
    List<LayerGroup> layers,
    @Measured(value = Dimension.WIDTH, orZero = true) int headVocabularySize,
    @Measured(Dimension.TOKENS) Map<Integer, Double> acceptedTokensPerStep,
    Map<String, String> sources)
    implements Entry, Serializable {

  public Drafter {
    Require.inRange(Drafter.class, "fusedInputs", fusedInputs);
    Require.notEmpty("layers", layers);
    Require.inRange(Drafter.class, "headVocabularySize", headVocabularySize);
    Require.notEmpty("acceptedTokensPerStep", acceptedTokensPerStep.keySet());
    acceptedTokensPerStep.forEach(Drafter::requireAcceptance);
    layers = List.copyOf(layers);
    acceptedTokensPerStep = Map.copyOf(acceptedTokensPerStep);
    sources = Map.copyOf(sources);
    Sources.requireFor(
        sources, "fusedInputs", "layers", "headVocabularySize", "acceptedTokensPerStep");
  }

  private static void requireAcceptance(int drafts, double accepted) {
    String field = "acceptedTokensPerStep/" + drafts;
    if (!Dimension.DRAFTS.range().has(drafts)) {
      String allowed = Dimension.DRAFTS.range().allowedWhole();
      throw new InvalidValueException(field, "is for " + drafts + ". Allowed: " + allowed + ".");
    }
    if (!(accepted >= 1 && accepted <= drafts + 1)) {
      throw new InvalidValueException(field, accepted, "from 1 to drafts + 1, " + (drafts + 1));
    }
  }

  /**
   * Mean tokens that a step yields with this many drafted tokens; empty where nobody measured it.
   */
  public Optional<Double> acceptedTokens(int drafts) {
    return Optional.ofNullable(acceptedTokensPerStep.get(drafts));
  }

  /** Whether it uses the LM head of the model, which is then stored once. */
  public boolean sharesHead() {
    return headVocabularySize == 0;
  }

  /** The drafter as a model: the fusion, the layers and the head. */
  public Model asModel(Model target) {
    List<LayerGroup> all = new ArrayList<>();
    if (fusedInputs > 0) {
      all.add(new LayerGroup(1, new Attention.None(), new FeedForward.Fusion(fusedInputs)));
    }
    all.addAll(layers);
    return new Model(
        id,
        target.name() + " " + method,
        target.hiddenSize(),
        sharesHead() ? target.vocabularySize() : headVocabularySize,
        true,
        target.maxContextTokens(),
        0,
        1,
        0,
        all,
        target.published(),
        target.sources());
  }
}
