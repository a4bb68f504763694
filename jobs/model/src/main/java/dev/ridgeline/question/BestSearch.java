package dev.ridgeline.question;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.choice.AxisEdges;
import dev.ridgeline.choice.BreakEven;
import dev.ridgeline.choice.Candidate;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.Mix;
import dev.ridgeline.choice.MixPattern;
import dev.ridgeline.choice.Standing;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.reduce.Reducer;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The search for the answer to a question. Batches are powers of two at first, up to what fits.
 * Around the best batch of each mix, steps of an eighth follow.
 */
public final class BestSearch {

  /** Mixes whose batches are refined, and whose cells are described in full. */
  private static final int REFINED = 20;

  /** Kinds of accelerator that are paired where a question names no hardware. */
  static final int PAIRED = 4;

  private static final int MOST_BATCH = 65_536;

  /** Largest change of a price that is looked at. */
  private static final double MOST_PRICE_FACTOR = 3;

  private final Catalogs catalogs;
  private final int threads;
  private final Reducer.Joining joining;

  /**
   * @param threads threads that evaluate cells
   */
  public BestSearch(Catalogs catalogs, int threads) {
    this(catalogs, threads, Reducer.Joining.UNDOMINATED);
  }

  BestSearch(Catalogs catalogs, int threads, Reducer.Joining joining) {
    this.catalogs = catalogs;
    this.threads = threads;
    this.joining = joining;
  }

  /**
   * Answers a question.
   *
   * @throws ConfigException where a name in the question is unknown
   */
  public BestAnswer answer(Question question) {
    question.requireKnown(catalogs);
    if (question.hardware().isEmpty()) {
      return refined(question.about(promising(question)));
    }
    BestAnswer answer = refined(question);
    return answer.isMet() ? answer : withAlternative(answer);
  }

  /** All accelerators that have a price alone, and pairs of those that serve best alone. */
  private List<MixPattern> promising(Question question) {
    List<MixPattern> alone = alone(Set.of());
    if (alone.isEmpty()) {
      throw new ConfigException(
          "--hardware", "is not given, and no shipping accelerator of the catalogs has a price.");
    }
    Question ofAll = question.about(alone);
    List<String> kinds =
        coarse(ofAll).tallies().stream()
            .map(MixTally::standing)
            .filter(standing -> standing.cell() != Standing.NO_CELL)
            .sorted(Standing.ORDER)
            .map(standing -> standing.mix().decode())
            .toList();
    List<MixPattern> mixes = new ArrayList<>();
    kinds.forEach(kind -> mixes.add(new MixPattern(kind, null, null, null, null)));
    List<String> paired = kinds.subList(0, Math.min(PAIRED, kinds.size()));
    for (String prefill : paired) {
      paired.forEach(decode -> mixes.add(new MixPattern(prefill, decode, null, null, null)));
    }
    return mixes.isEmpty() ? alone : mixes;
  }

  /** Each shipping accelerator with prices and an efficiency profile, in one pool. */
  private List<MixPattern> alone(Set<String> but) {
    return catalogs.accelerators().entries().stream()
        .filter(one -> one.status() == Accelerator.Status.SHIPPING)
        .map(Accelerator::id)
        .filter(id -> !but.contains(id))
        .filter(id -> catalogs.prices().find(id).isPresent())
        .filter(id -> catalogs.efficiencies().find(id).isPresent())
        .map(id -> new MixPattern(id, null, null, null, null))
        .toList();
  }

  /** Looks for one accelerator of the others that keeps the limits. */
  private BestAnswer withAlternative(BestAnswer answer) {
    List<MixPattern> others = alone(QuestionSpace.kinds(answer.question().hardware()));
    if (others.isEmpty()) {
      return answer;
    }
    Found found = coarse(answer.question().about(others));
    Optional<BestAnswer.Place> best =
        found.tallies().stream()
            .map(MixTally::standing)
            .filter(Standing::isWithin)
            .min(Standing.ORDER)
            .map(standing -> place(standing, found.space()));
    return answer.with(best, answer.cells() + found.cells());
  }

  /** What a search found, in a design space. */
  private record Found(QuestionSpace questioned, List<MixTally> tallies) {

    DesignSpace space() {
      return questioned.space();
    }

    long cells() {
      return tallies.stream().mapToLong(MixTally::cells).sum();
    }
  }

  private Found coarse(Question question) {
    QuestionSpace questioned = new QuestionSpace(question, catalogs, powersOfTwo());
    return found(question, questioned, (mix, batch) -> true);
  }

  private Found found(Question question, QuestionSpace questioned, Tried.Batches batches) {
    Search search = new Search(question, new Tried(questioned, batches), joining);
    return new Found(questioned, search.run(threads));
  }

  private static List<Integer> powersOfTwo() {
    List<Integer> batches = new ArrayList<>();
    for (int batch = 1; batch <= MOST_BATCH; batch *= 2) {
      batches.add(batch);
    }
    return batches;
  }

  /** Refines the batches of the mixes that stand best. */
  private BestAnswer refined(Question question) {
    Found coarse = coarse(question);
    List<Standing> standings =
        coarse.tallies().stream().map(MixTally::standing).sorted(Standing.ORDER).toList();
    Map<Mix, Set<Integer>> finer = new HashMap<>();
    Set<Integer> all = new TreeSet<>();
    List<MixPattern> mixes = new ArrayList<>();
    for (Standing standing : standings.subList(0, Math.min(REFINED, standings.size()))) {
      if (standing.cell() != Standing.NO_CELL) {
        Set<Integer> near = near(standing, coarse.space());
        finer.put(standing.mix(), near);
        all.addAll(near);
        mixes.add(MixPattern.of(standing.mix()));
      }
    }
    if (mixes.isEmpty()) {
      return answer(question, standings, coarse, Optional.empty());
    }
    QuestionSpace questioned = new QuestionSpace(question.about(mixes), catalogs, List.copyOf(all));
    Found fine =
        found(
            question,
            questioned,
            (mix, batch) -> Objects.requireNonNull(finer.get(mix)).contains(batch));
    return answer(question, standings, coarse, Optional.of(fine));
  }

  /** Batches from half to twice that of a cell, in steps of an eighth; none without a cell. */
  private static Set<Integer> near(Standing standing, DesignSpace space) {
    Set<Integer> batches = new TreeSet<>();
    if (standing.cell() == Standing.NO_CELL) {
      return batches;
    }
    int batch = space.batches().get(space.grid().positions(standing.cell())[Axis.BATCH.order()]);
    for (int eighths = 4; eighths < 8; eighths++) {
      batches.add(Math.max(1, batch * eighths / 8));
    }
    for (int eighths = 8; eighths <= 16; eighths++) {
      batches.add(batch * eighths / 8);
    }
    return batches;
  }

  /**
   * Puts an answer together.
   *
   * @param standings how all mixes stand before batches are refined, best first
   * @param fine what refining found of the best ones; empty where no mix has a cell
   */
  private BestAnswer answer(
      Question question, List<Standing> standings, Found coarse, Optional<Found> fine) {
    List<BestAnswer.Place> places = new ArrayList<>();
    Set<Mix> described = new HashSet<>();
    fine.ifPresent(
        found ->
            found.tallies().stream()
                .map(MixTally::standing)
                .sorted(Standing.ORDER)
                .peek(standing -> described.add(standing.mix()))
                .forEach(standing -> places.add(place(standing, found.space()))));
    standings.stream()
        .filter(standing -> !described.contains(standing.mix()))
        .forEach(standing -> places.add(new BestAnswer.Place(standing, Optional.empty())));
    boolean isMet = fine.isPresent() && places.get(0).standing().isWithin();
    return new BestAnswer(
        question,
        places,
        isMet ? List.of() : relaxed(question, coarse),
        isMet ? breakEvens(question, fine.orElseThrow()) : List.of(),
        isMet ? warnings(places.get(0).standing(), fine.orElseThrow().space()) : List.of(),
        Optional.empty(),
        fine.orElse(coarse).questioned().text(),
        coarse.cells() + fine.map(Found::cells).orElse(0L));
  }

  private static BestAnswer.Place place(Standing standing, DesignSpace space) {
    return new BestAnswer.Place(
        standing,
        standing.cell() == Standing.NO_CELL
            ? Optional.empty()
            : Optional.of(CellView.of(space, standing.cell())));
  }

  /** For each limit, the cell of any mix that misses it alone, by least. */
  private static List<BestAnswer.Place> relaxed(Question question, Found found) {
    List<BestAnswer.Place> places = new ArrayList<>();
    for (int limit = 0; limit < question.limits().size(); limit++) {
      Standing least = null;
      for (MixTally tally : found.tallies()) {
        @Nullable Standing of = tally.missingOnly(limit);
        if (of != null && (least == null || Standing.ORDER.compare(of, least) < 0)) {
          least = of;
        }
      }
      if (least != null) {
        places.add(place(least, found.space()));
      }
    }
    return places;
  }

  private static List<BreakEven> breakEvens(Question question, Found found) {
    if (!question.objective().equals(CellObjective.PRICE)) {
      return List.of();
    }
    List<Candidate> candidates =
        found.tallies().stream().flatMap(tally -> tally.candidates().stream()).toList();
    return BreakEven.of(candidates, MOST_PRICE_FACTOR).stream()
        .sorted(Comparator.comparingDouble(one -> Math.abs(Math.log(one.factor()))))
        .toList();
  }

  /** Warnings about the best cell: the end of the axis of batches, the largest replicas. */
  private List<String> warnings(Standing best, DesignSpace space) {
    List<String> warnings = new ArrayList<>(new AxisEdges(space).warnings(List.of(best.cell())));
    Sharding decode =
        space
            .parallelism()
            .get(space.grid().positions(best.cell())[Axis.PARALLELISM.order()])
            .decode();
    int most =
        TriedShardings.of(
                space.models().get(0),
                catalogs.accelerators().find(best.mix().decode()).orElseThrow())
            .stream()
            .mapToInt(Sharding::accelerators)
            .max()
            .orElseThrow();
    if (decode.accelerators() == most) {
      warnings.add(
          "The best has the largest decode replicas that were tried, of "
              + most
              + " accelerators. Larger ones may be better.");
    }
    return warnings;
  }
}
