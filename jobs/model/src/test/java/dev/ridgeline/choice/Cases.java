package dev.ridgeline.choice;

import dev.ridgeline.space.LatencyTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Candidates for choices: named ones for worked cases, and drawn ones for laws. */
final class Cases {

  static final LatencyTargets ANY = LatencyTargets.NONE;

  private static final int COUNT = 200;
  private static final long SEED = 20260122001L;
  private static final List<String> KINDS = List.of("a", "b", "c");

  private Cases() {}

  /** One pool of one kind of accelerator. */
  static Candidate pool(long cell, String kind, double prefillDollars, double decodeDollars) {
    return new Candidate(
        cell, new Mix(kind, kind, null, null, "none"), prefillDollars, decodeDollars, 0, 1, 0.05);
  }

  /** A pool for each phase. */
  static Candidate pools(
      long cell, String prefill, String decode, double prefillDollars, double decodeDollars) {
    return new Candidate(
        cell,
        new Mix(prefill, decode, null, "net", "none"),
        prefillDollars,
        decodeDollars,
        0,
        1,
        0.05);
  }

  static Candidate withLatency(Candidate one, double ttftSeconds, double tpotSeconds) {
    return new Candidate(
        one.cell(),
        one.mix(),
        one.prefillDollars(),
        one.decodeDollars(),
        one.feedForwardDollars(),
        ttftSeconds,
        tpotSeconds);
  }

  /** Prices move by 30 %; there are 100 draws. */
  static ChoiceSettings settings(double priceSpread, double speedSpread) {
    return new ChoiceSettings(List.of(ANY), 0.3, 100, priceSpread, speedSpread, 7);
  }

  static Choice choice(LatencyTargets targets, Candidate... candidates) {
    return new Choice(List.of(candidates), targets, settings(0.2, 0.15));
  }

  static ChosenMix chosen(LatencyTargets targets, Candidate... candidates) {
    Choice choice = choice(targets, candidates);
    return choice.chosen(choice.shares()).orElseThrow();
  }

  /**
   * Workloads of one to twelve candidates on three kinds of accelerator: in one pool, in two, and
   * with a feed-forward side of its own.
   */
  static Stream<List<Candidate>> workloads() {
    SplittableRandom random = new SplittableRandom(SEED);
    return IntStream.range(0, COUNT).mapToObj(i -> workload(random.split()));
  }

  private static List<Candidate> workload(SplittableRandom random) {
    List<Candidate> candidates = new ArrayList<>();
    int count = random.nextInt(1, 13);
    for (int cell = 0; cell < count; cell++) {
      Mix mix = mix(random);
      candidates.add(
          new Candidate(
              cell,
              mix,
              random.nextDouble(0.1, 10),
              random.nextDouble(0.1, 10),
              mix.feedForward() == null ? 0 : random.nextDouble(0.1, 10),
              random.nextDouble(0.1, 10),
              random.nextDouble(0.01, 0.1)));
    }
    return candidates;
  }

  private static Mix mix(SplittableRandom random) {
    String decode = kind(random);
    return switch (random.nextInt(3)) {
      case 0 -> new Mix(decode, decode, null, null, "none");
      case 1 -> new Mix(kind(random), decode, null, "net", "host");
      default -> new Mix(kind(random), decode, kind(random), "net", "none");
    };
  }

  private static String kind(SplittableRandom random) {
    return KINDS.get(random.nextInt(KINDS.size()));
  }
}
