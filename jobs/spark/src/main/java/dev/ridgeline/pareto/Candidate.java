package dev.ridgeline.pareto;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A cell that may be the cheapest of its mix when prices and speeds are others than they are: no
 * other cell of the mix costs less in every pool and is as fast.
 *
 * @param cell number of the cell
 * @param prefill accelerator that prefills
 * @param decode accelerator that decodes, or its attention side
 * @param feedForward accelerator of the feed-forward side; null where decode is in one piece
 * @param pooled whether one pool does both
 * @param mix what the mix is called
 * @param prefillDollars part of the price of a request that prefill takes
 * @param decodeDollars part that decode takes, but for its feed-forward side
 * @param feedForwardDollars part that the feed-forward side takes
 * @param ttftSeconds time to first token
 * @param tpotSeconds time per output token
 */
record Candidate(
    long cell,
    String prefill,
    String decode,
    String feedForward,
    boolean pooled,
    String mix,
    double prefillDollars,
    double decodeDollars,
    double feedForwardDollars,
    double ttftSeconds,
    double tpotSeconds)
    implements Serializable {

  /** Columns that make a mix. */
  static final List<String> MIX = List.of("prefill", "decode", "ffn", "link", "tier");

  /** What a candidate is not worse in: dollars of each pool and latencies. */
  static final List<Objective> OBJECTIVES =
      Objective.parse(
          "candidates",
          "min dollars_per_request * prefill_price_elasticity,"
              + " min dollars_per_request * (decode_price_elasticity - ffn_price_elasticity),"
              + " min dollars_per_request * ffn_price_elasticity, min ttft_s, min tpot_s");

  static Candidate of(List<String> mix, double[] point, long cell) {
    String prefill = mix.get(0);
    String decode = mix.get(1);
    String feedForward = mix.get(2);
    boolean pooled = mix.get(3) == null;
    String name =
        (pooled ? "" : prefill + " > ")
            + decode
            + (feedForward == null ? "" : " + " + feedForward)
            + (mix.get(4).equals("none") ? "" : ", " + mix.get(4))
            + (pooled ? "" : ", " + mix.get(3));
    return new Candidate(
        cell,
        prefill,
        decode,
        feedForward,
        pooled,
        name,
        point[0],
        point[1],
        point[2],
        point[3],
        point[4]);
  }

  /** Whether all pools have accelerators of one kind. */
  boolean isHomogeneous() {
    return prefill.equals(decode) && (feedForward == null || feedForward.equals(decode));
  }

  /** Accelerators of the mix, each once. */
  List<String> accelerators() {
    List<String> kinds = new ArrayList<>(List.of(prefill));
    for (String other : new String[] {decode, feedForward}) {
      if (other != null && !kinds.contains(other)) {
        kinds.add(other);
      }
    }
    return kinds;
  }

  double dollars() {
    return prefillDollars + decodeDollars + feedForwardDollars;
  }

  /** Whether it is the same mix of hardware. */
  boolean isSameMix(Candidate other) {
    return Objects.equals(mix, other.mix);
  }
}
