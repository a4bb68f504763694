package dev.ridgeline.question;

import dev.ridgeline.choice.BreakEven;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.ForWorkload;
import dev.ridgeline.choice.Ranked;
import dev.ridgeline.choice.Standing;
import dev.ridgeline.schema.Table;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question.
 *
 * @param question the question, with the mixes that were tried
 * @param places all mixes, best first
 * @param relaxed for each limit the cell that misses it alone, by least; empty where some mix keeps
 *     all limits, or none misses this one alone
 * @param breakEvens prices that change the cheapest mix
 * @param warnings what to bear in mind, such as a best cell at the end of an axis
 * @param alternative best mix of other accelerators; empty unless no mix of the question keeps the
 *     limits, and one of those does
 * @param sweep the sweep behind the answer, as a file
 * @param cells number of cells that were evaluated
 */
public record BestAnswer(
    Question question,
    List<Place> places,
    List<Place> relaxed,
    List<BreakEven> breakEvens,
    List<String> warnings,
    Optional<Place> alternative,
    String sweep,
    long cells) {

  /** The table of a ranking, as programs read it. */
  public static final Table<ForWorkload<Ranked>> TABLE = ChoiceTables.ranking(List.of());

  /** A mix, and what is known of its cell; empty where it has none. */
  record Place(Standing standing, Optional<CellView> view) {}

  public BestAnswer {
    places = List.copyOf(places);
    relaxed = List.copyOf(relaxed);
    breakEvens = List.copyOf(breakEvens);
    warnings = List.copyOf(warnings);
  }

  /**
   * This answer with another alternative.
   *
   * @param evaluated number of cells that were evaluated for both
   */
  BestAnswer with(Optional<Place> other, long evaluated) {
    return new BestAnswer(question, places, relaxed, breakEvens, warnings, other, sweep, evaluated);
  }

  /** Whether some mix keeps every limit. */
  public boolean isMet() {
    return !places.isEmpty() && places.get(0).standing().isWithin();
  }

  /**
   * The mixes in their order. Cells are numbered in {@link #sweep}; mixes that it lacks are out.
   */
  public List<ForWorkload<Ranked>> ranking() {
    List<Standing> standings =
        places.stream()
            .filter(
                place -> place.view().isPresent() || place.standing().cell() == Standing.NO_CELL)
            .map(Place::standing)
            .toList();
    return Ranked.of(standings, question.objective()).stream()
        .map(ranked -> new ForWorkload<>(List.<@Nullable String>of(), question.targets(), ranked))
        .toList();
  }
}
