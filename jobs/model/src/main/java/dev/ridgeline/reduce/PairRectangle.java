package dev.ridgeline.reduce;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.deployment.Parallelism;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Positions on an axis that are all pairs of some left with some right parts. A mix of two pools
 * has the accelerator of prefill on its left, and what decodes on its right. A sharding has that of
 * prefill on its left.
 */
final class PairRectangle {

  private final Object kind;
  private final List<Object> leftParts;
  private final List<Object> rightParts;

  /** Group of each left part. All parts of a group are in the same pieces. */
  private final int[] groupOfLeft;

  private final int[] groupOfRight;

  /** Share of each left part in a position, by the group of the right part. */
  private final int[][] ofLeft;

  /** Share of each right part in a position, by the group of the left part. */
  private final int[][] ofRight;

  /**
   * Positions that are all pairs of some left with some right parts. Each is the sum of the shares
   * of its parts. So a piece takes as much memory as its parts, and not as its pairs.
   *
   * @param kind what the positions have in common
   * @param lefts share of each left part
   * @param rights share of each right part
   */
  record Piece(Object kind, Map<Object, Integer> lefts, Map<Object, Integer> rights) {

    /** One position. */
    static Piece of(Object kind, Object left, Object right, int position) {
      return new Piece(kind, Map.of(left, position), Map.of(right, 0));
    }
  }

  /** The left or the right parts of several pieces, in groups that are in the same pieces. */
  private static final class Parts {

    private final List<List<Object>> groups = new ArrayList<>();

    /** Groups of each piece. */
    private final List<List<Integer>> ofPiece = new ArrayList<>();

    Parts(List<Piece> pieces, Function<Piece, Map<Object, Integer>> parts) {
      Map<Object, List<Integer>> piecesOf = new LinkedHashMap<>();
      for (int piece = 0; piece < pieces.size(); piece++) {
        ofPiece.add(new ArrayList<>());
        for (Object part : parts.apply(pieces.get(piece)).keySet()) {
          piecesOf.computeIfAbsent(part, any -> new ArrayList<>()).add(piece);
        }
      }
      Map<List<Integer>, Integer> numbers = new HashMap<>();
      piecesOf.forEach(
          (part, in) -> {
            int group = numbers.computeIfAbsent(in, any -> numbers.size());
            if (group == groups.size()) {
              groups.add(new ArrayList<>());
              in.forEach(piece -> ofPiece.get(piece).add(group));
            }
            groups.get(group).add(part);
          });
    }

    List<Integer> of(int piece) {
      return ofPiece.get(piece);
    }

    List<Object> of(List<Integer> some) {
      return some.stream().flatMap(group -> groups.get(group).stream()).toList();
    }
  }

  /**
   * @param lefts groups of left parts
   * @param rights groups of right parts
   * @param pieces piece of each group of left with each group of right parts
   */
  private PairRectangle(
      Object kind,
      Parts left,
      List<Integer> lefts,
      Parts right,
      List<Integer> rights,
      Piece[][] pieces) {
    this.kind = kind;
    this.leftParts = left.of(lefts);
    this.rightParts = right.of(rights);
    this.groupOfLeft = groups(left, lefts);
    this.groupOfRight = groups(right, rights);
    this.ofLeft = new int[leftParts.size()][rights.size()];
    this.ofRight = new int[rightParts.size()][lefts.size()];
    for (int l = 0; l < ofLeft.length; l++) {
      for (int group = 0; group < rights.size(); group++) {
        ofLeft[l][group] =
            requireNonNull(pieces[groupOfLeft[l]][group].lefts().get(leftParts.get(l)));
      }
    }
    for (int r = 0; r < ofRight.length; r++) {
      for (int group = 0; group < lefts.size(); group++) {
        ofRight[r][group] =
            requireNonNull(pieces[group][groupOfRight[r]].rights().get(rightParts.get(r)));
      }
    }
  }

  private static int[] groups(Parts parts, List<Integer> some) {
    return IntStream.range(0, some.size())
        .flatMap(
            place ->
                IntStream.generate(() -> place).limit(parts.groups.get(some.get(place)).size()))
        .toArray();
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
    return ofLeft[left][groupOfRight[right]] + ofRight[right][groupOfLeft[left]];
  }

  /**
   * Divides positions of shardings into rectangles.
   *
   * @param shardings all shardings by position
   * @param kind what the positions of a rectangle have in common
   */
  static List<PairRectangle> ofShardings(
      IntStream positions, List<Parallelism> shardings, IntFunction<Object> kind) {
    return of(
        positions
            .mapToObj(
                position -> {
                  Parallelism sharding = shardings.get(position);
                  return Piece.of(
                      kind.apply(position),
                      sharding.prefill(),
                      List.of(sharding.decode(), sharding.feedForward()),
                      position);
                })
            .toList());
  }

  /**
   * Divides positions into rectangles. Left parts with the same right parts make one. Positions
   * with the same parts are in different rectangles.
   */
  static List<PairRectangle> of(List<Piece> pieces) {
    Map<Object, List<Piece>> byKind = new LinkedHashMap<>();
    for (Piece piece : pieces) {
      byKind.computeIfAbsent(piece.kind(), any -> new ArrayList<>()).add(piece);
    }
    List<PairRectangle> rectangles = new ArrayList<>();
    byKind.forEach((common, ofKind) -> rectangles.addAll(ofKind(common, ofKind)));
    return rectangles;
  }

  private static List<PairRectangle> ofKind(Object kind, List<Piece> pieces) {
    Parts lefts = new Parts(pieces, Piece::lefts);
    Parts rights = new Parts(pieces, Piece::rights);
    List<Map<Integer, Map<Integer, Piece>>> copies = new ArrayList<>();
    for (int piece = 0; piece < pieces.size(); piece++) {
      for (int left : lefts.of(piece)) {
        for (int right : rights.of(piece)) {
          place(copies, left, right, pieces.get(piece));
        }
      }
    }
    List<PairRectangle> rectangles = new ArrayList<>();
    copies.forEach(copy -> rectangles.addAll(ofOneCopy(kind, lefts, rights, copy)));
    return rectangles;
  }

  /** Places a piece in the first copy that has none for its parts. */
  private static void place(
      List<Map<Integer, Map<Integer, Piece>>> copies, int left, int right, Piece piece) {
    for (Map<Integer, Map<Integer, Piece>> copy : copies) {
      Map<Integer, Piece> rights = copy.computeIfAbsent(left, any -> new LinkedHashMap<>());
      if (rights.putIfAbsent(right, piece) == null) {
        return;
      }
    }
    Map<Integer, Map<Integer, Piece>> another = new LinkedHashMap<>();
    another.computeIfAbsent(left, any -> new LinkedHashMap<>()).put(right, piece);
    copies.add(another);
  }

  private static List<PairRectangle> ofOneCopy(
      Object kind, Parts left, Parts right, Map<Integer, Map<Integer, Piece>> byLeft) {
    Map<Set<Integer>, List<Integer>> alike = new LinkedHashMap<>();
    byLeft.forEach(
        (group, rights) ->
            alike
                .computeIfAbsent(Set.copyOf(rights.keySet()), any -> new ArrayList<>())
                .add(group));
    List<PairRectangle> rectangles = new ArrayList<>();
    for (List<Integer> lefts : alike.values()) {
      List<Integer> rights = new ArrayList<>(requireNonNull(byLeft.get(lefts.get(0))).keySet());
      Piece[][] pieces = new Piece[lefts.size()][rights.size()];
      for (int l = 0; l < pieces.length; l++) {
        for (int r = 0; r < rights.size(); r++) {
          pieces[l][r] = requireNonNull(byLeft.get(lefts.get(l))).get(rights.get(r));
        }
      }
      rectangles.add(new PairRectangle(kind, left, lefts, right, rights, pieces));
    }
    return rectangles;
  }

  int lefts() {
    return leftParts.size();
  }

  int rights() {
    return rightParts.size();
  }
}
