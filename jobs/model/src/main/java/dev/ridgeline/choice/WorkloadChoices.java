package dev.ridgeline.choice;

import dev.ridgeline.sweep.LatencyTargets;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results for one workload: rows of the three tables of choices.
 *
 * @param choices the choice for each of the targets that a mix meets
 * @param moves effects of moved prices
 * @param shares how often each mix is chosen in draws
 */
public record WorkloadChoices(
    List<ForWorkload<ChoiceOutcome>> choices,
    List<ForWorkload<PriceMove>> moves,
    List<ForWorkload<MixShare>> shares)
    implements Serializable {

  /** Chooses among the candidates for a workload within each of the targets. */
  public static WorkloadChoices of(
      List<@Nullable String> workload, List<Candidate> candidates, ChoiceSettings settings) {
    WorkloadChoices all =
        new WorkloadChoices(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (LatencyTargets targets : settings.targets()) {
      Choice choice = new Choice(candidates, targets, settings);
      List<MixShare> shares = choice.shares();
      choice
          .chosen(shares)
          .ifPresent(
              chosen ->
                  all.choices.add(new ForWorkload<>(workload, targets, ChoiceOutcome.of(chosen))));
      choice.moves().forEach(move -> all.moves.add(new ForWorkload<>(workload, targets, move)));
      shares.forEach(share -> all.shares.add(new ForWorkload<>(workload, targets, share)));
    }
    return all;
  }
}
