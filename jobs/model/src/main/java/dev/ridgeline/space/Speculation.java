package dev.ridgeline.space;

import dev.ridgeline.catalog.Drafter;
import dev.ridgeline.config.Require;
import dev.ridgeline.deployment.Draft;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Whether tokens are drafted, how and how many.
 *
 * @param method as drafters in the catalog call it; "none" for plain decoding
 * @param drafts tokens drafted in a step; 0 for plain decoding
 */
public record Speculation(String method, int drafts) implements Serializable {

  /** Plain decoding. */
  public static final Speculation NONE = new Speculation("none", 0);

  public Speculation {
    if (!method.equals("none")) {
      Require.positive("drafts", drafts);
    }
  }

  /** How it is called in tables. */
  public String label() {
    return drafts == 0 ? method : method + "-" + drafts;
  }

  /**
   * What drafts for a model this way; empty where the catalog has no such drafter for it, or nobody
   * measured how many of so many drafts it accepts.
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
