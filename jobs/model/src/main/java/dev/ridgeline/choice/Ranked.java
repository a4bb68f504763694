package dev.ridgeline.choice;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in a ranking of candidates for one workload.
 *
 * @param rank place from 1; candidates beyond the limits follow those within
 * @param standing the candidate, and the cell that stands for it
 * @param value value of the objective; NaN without a cell
 * @param factor how many times as bad as that of the best the value is; NaN without a cell, or
 *     where no candidate keeps the limits
 */
public record Ranked(int rank, Standing standing, double value, double factor)
    implements Serializable {

  /** Ranks candidates: the best first, then those that miss least, then those without a cell. */
  public static List<Ranked> of(List<Standing> standings, CellObjective objective) {
    List<Standing> sorted = standings.stream().sorted(Standing.ORDER).toList();
    boolean isMet = !sorted.isEmpty() && sorted.get(0).isWithin();
    double best = isMet ? objective.minimized(sorted.get(0).objective()) : Double.NaN;
    List<Ranked> ranked = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      double value = objective.minimized(sorted.get(i).objective());
      ranked.add(new Ranked(i + 1, sorted.get(i), value, objective.factor(value, best)));
    }
    return ranked;
  }
}
