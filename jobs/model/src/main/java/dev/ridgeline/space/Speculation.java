package dev.ridgeline.space;

import dev.ridgeline.catalog.Drafter;
import dev.ridgeline.config.Require;
import dev.ridgeline.deployment.Draft;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Speculative decoding: how tokens are drafted and how many, or plain decoding.
 *
 * @param method name of the method in the catalog of drafters; "none" for plain decoding
 * @param drafts tokens drafted for each sequence in one step; 0 for plain decoding
 */
public record Speculation(String method, int drafts) implements Serializable {

  /** Plain decoding. */
  public static final Speculation NONE = new Speculation("none", 0);

  public Speculation {
    if (!method.equals("none")) {
      Require.positive("drafts", drafts);
    }
  }

  /** Label in tables, such as {@code mtp-1}. */
  public String label() {
    return drafts == 0 ? method : method + "-" + drafts;
  }

  /**
   * Returns the draft for a model. It is empty where the catalog has no drafter of this method for
   * the model, or no acceptance length for this number of drafts.
   */
  public Optional<Draft> draftFor(String model, List<Drafter> drafters) {
    if (drafts == 0) {
      return Optional.of(Draft.NONE);
    }
    return drafters.stream()
        .filter(drafter -> drafter.model().equals(model) && drafter.method().equals(method))
        .flatMap(
            drafter ->
                drafter
                    .acceptedTokens(drafts)
                    .map(accepted -> new Draft(Optional.of(drafter), drafts, accepted))
                    .stream())
        .findFirst();
  }
}
