package dev.ridgeline.reduce;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.Parallelism;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Positions on an axis that are all pairs of some left with some right parts: {@code
 * positions[l][r]} has left part l and right part r. A mix of two pools has the accelerator of
 * prefill on its left, and what decodes on its right. A sharding has that of prefill on its left.
 */
final class PairRectangle {

  private final Object kind;
  private final List<Object> leftParts;
  private final List<Object> rightParts;
  private final int[][] positions;

  private PairRectangle(
      Object kind, List<Object> leftParts, List<Object> rightParts, int[][] positions) {
    this.kind = kind;
    this.leftParts = leftParts;
    this.rightParts = rightParts;
    this.positions = positions;
  }

  /** What all positions have in common. */
  Object kind() {
    return kind;
  }

  /** Whether it has all pairs of parts that another one has. */
  boolean hasAllPartsOf(PairRectangle other) {
    return Set.copyOf(leftParts).containsAll(other.leftParts)
        && Set.copyOf(rightParts).containsAll(other.rightParts);
  }

  /** Position of a pair of parts. */
  int position(int left, int right) {
    return positions[left][right];
  }

  /** What pairs of mixes must share to be in one rectangle: the kind of deployment and the link. */
  static Object kind(HardwareMix mix) {
    return List.of(mix.deployment(), mix.link().orElseThrow().id());
  }

  static Object left(HardwareMix mix) {
    return mix.prefill().id();
  }

  static Object right(HardwareMix mix) {
    return List.of(
        mix.decode().id(), mix.feedForward().map(one -> one.id()).orElse(""), mix.tier());
  }

  static Object left(Parallelism parallelism) {
    return parallelism.prefill();
  }

  static Object right(Parallelism parallelism) {
    return List.of(parallelism.decode(), parallelism.feedForward());
  }

  /**
   * Divides positions into rectangles. Left parts with the same right parts make one. Positions
   * with the same parts are in different rectangles.
   *
   * @param kind what the positions of a rectangle have in common
   */
  static List<PairRectangle> of(
      List<Integer> positions,
      IntFunction<Object> kind,
      IntFunction<Object> left,
      IntFunction<Object> right) {
    Map<Object, List<Map<Object, Map<Object, Integer>>>> byKind = new LinkedHashMap<>();
    for (int position : positions) {
      List<Map<Object, Map<Object, Integer>>> copies =
          byKind.computeIfAbsent(kind.apply(position), any -> new ArrayList<>());
      place(copies, left.apply(position), right.apply(position), position);
    }
    List<PairRectangle> rectangles = new ArrayList<>();
    byKind.forEach(
        (common, copies) -> copies.forEach(copy -> rectangles.addAll(ofOneCopy(common, copy))));
    return rectangles;
  }

  /** Places a position in the first copy that has none for its parts. */
  private static void place(
      List<Map<Object, Map<Object, Integer>>> copies, Object left, Object right, int position) {
    for (Map<Object, Map<Object, Integer>> copy : copies) {
      Map<Object, Integer> rights = copy.computeIfAbsent(left, any -> new LinkedHashMap<>());
      if (rights.putIfAbsent(right, position) == null) {
        return;
      }
    }
    Map<Object, Map<Object, Integer>> another = new LinkedHashMap<>();
    another.computeIfAbsent(left, any -> new LinkedHashMap<>()).put(right, position);
    copies.add(another);
  }

  private static List<PairRectangle> ofOneCopy(
      Object kind, Map<Object, Map<Object, Integer>> byLeft) {
    Map<Object, List<Object>> alike = new LinkedHashMap<>();
    byLeft.forEach(
        (left, rights) ->
            alike.computeIfAbsent(Set.copyOf(rights.keySet()), any -> new ArrayList<>()).add(left));
    List<PairRectangle> rectangles = new ArrayList<>();
    for (List<Object> lefts : alike.values()) {
      List<Object> rights = new ArrayList<>(requireNonNull(byLeft.get(lefts.get(0))).keySet());
      int[][] positions = new int[lefts.size()][rights.size()];
      for (int l = 0; l < positions.length; l++) {
        for (int r = 0; r < rights.size(); r++) {
          positions[l][r] =
              requireNonNull(byLeft.get(lefts.get(l))).getOrDefault(rights.get(r), -1);
        }
      }
      rectangles.add(new PairRectangle(kind, lefts, rights, positions));
    }
    return rectangles;
  }

  int lefts() {
    return positions.length;
  }

  int rights() {
    return positions[0].length;
  }
}
