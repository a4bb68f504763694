package dev.ridgeline.frontier;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The points of a stream that no other point of it dominates. A point dominates another when it is
 * at most as large in every objective and less in one.
 *
 * <p>The result depends neither on the order of the points nor on how they are divided among
 * skylines that are merged later. Memory is bounded by the frontier. Most points are rejected by
 * one of the few that dominate most, which move to the front. Two objectives are kept as a
 * staircase, where a binary search finds the only point that can dominate.
 *
 * <p>An {@code epsilon} above 0 thins the frontier. The objectives are cut into boxes whose sides
 * grow by the factor {@code 1 + epsilon}. Each box that no other box dominates keeps one point, the
 * first by objectives and id. Every point of the stream then has a kept one that is at most {@code
 * 1 + epsilon} times as large in every objective. With d objectives that range over a factor R, at
 * most {@code (ln R / ln(1 + epsilon) + 1)^(d-1)} points are kept.
 *
 * <p>These bounds hold for objectives above zero, and for negated objectives, which are below zero.
 * Source: Laumanns et al., Combining Convergence and Diversity in Evolutionary Multiobjective
 * Optimization, 2002.
 *
 * <p>A skyline is not safe for use by several threads.
 */
public final class Skyline implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int FIRST_CAPACITY = 16;

  /** Most layers of a skyline. Each task keeps all of them for each group of its points. */
  public static final int MOST_LAYERS = 100;

  private final int objectives;
  private final Ties ties;
  private final double epsilon;
  private final double logOfBox;
  private final @Nullable Skyline below;

  /** The values that are compared: the points themselves, or their boxes. */
  private double[] keys;

  private double[] points;
  private long[] ids;
  private int size;
  private transient double @Nullable [] key;

  /**
   * Makes an empty skyline.
   *
   * @param objectives number of objectives of a point, at least 1
   * @param ties treatment of equal points
   * @param epsilon factor by which a kept point may be worse, less 1; 0 to keep the whole frontier
   * @throws IllegalArgumentException for no objective, or an epsilon below 0
   */
  public Skyline(int objectives, Ties ties, double epsilon) {
    this(objectives, ties, epsilon, 1);
  }

  private Skyline(int objectives, Ties ties, double epsilon, int layers) {
    if (objectives < 1
        || layers < 1
        || layers > MOST_LAYERS
        || !(epsilon >= 0)
        || (epsilon > 0 && layers > 1)) {
      throw new IllegalArgumentException(
          objectives + " objectives, epsilon " + epsilon + ", " + layers + " layers");
    }
    this.objectives = objectives;
    this.ties = ties;
    this.epsilon = epsilon;
    this.logOfBox = Math.log1p(epsilon);
    this.below = layers > 1 ? new Skyline(objectives, ties, 0, layers - 1) : null;
    this.points = new double[FIRST_CAPACITY * objectives];
    this.keys = epsilon > 0 ? points.clone() : points;
    this.ids = new long[FIRST_CAPACITY];
  }

  /**
   * Makes an empty skyline with further layers below it. The second layer is the skyline of the
   * points that the first rejects, and so on.
   *
   * @throws IllegalArgumentException for no objective, no layer, or more than {@link #MOST_LAYERS}
   */
  public static Skyline ofLayers(int objectives, Ties ties, int layers) {
    return new Skyline(objectives, ties, 0, layers);
  }

  /** Number of objectives of a point. */
  public int objectives() {
    return objectives;
  }

  /** Number of points kept in this layer. */
  public int size() {
    return size;
  }

  /** The layer below this one; null for the last layer. */
  public @Nullable Skyline below() {
    return below;
  }

  /** Id of a kept point. Places are in no order before {@link #sort()}. */
  public long id(int place) {
    return ids[place];
  }

  /** One objective of a kept point. */
  public double value(int place, int objective) {
    return points[place * objectives + objective];
  }

  /** A kept point. */
  public double[] point(int place) {
    return Arrays.copyOfRange(points, place * objectives, (place + 1) * objectives);
  }

  /** All kept points. */
  public double[][] points() {
    double[][] all = new double[size][];
    for (int place = 0; place < size; place++) {
      all[place] = point(place);
    }
    return all;
  }

  /**
   * Offers a point to the skyline.
   *
   * @param point its objectives, which are copied
   * @param id number of the point; among equal points the lowest comes first
   * @return whether the point is on the frontier of all points offered so far
   * @throws IllegalArgumentException when an objective is not a number
   */
  public boolean offer(double[] point, long id) {
    for (int i = 0; i < objectives; i++) {
      if (Double.isNaN(point[i])) {
        throw new IllegalArgumentException(
            "objective " + i + " of " + id + " is not a number: " + Arrays.toString(point));
      }
    }
    double[] compared = epsilon > 0 ? box(point) : point;
    return objectives == 2 ? offerToStaircase(compared, point, id) : offer(compared, point, id);
  }

  /**
   * Whether a kept point dominates a point. All points that are at least as large as it in every
   * objective are then dominated, too.
   *
   * @param point objectives, none of which is NaN
   */
  public boolean dominates(double[] point) {
    double[] compared = epsilon > 0 ? box(point) : point;
    if (objectives == 2) {
      int after = firstAbove(compared[0]);
      return after > 0 && compare(keys, 2 * (after - 1), compared) == BETTER;
    }
    int place = firstAtMost(compared);
    if (place < 0 || compare(keys, place * objectives, compared) != BETTER) {
      return false;
    }
    moveUp(place);
    return true;
  }

  /** Offers all points of another skyline and of the layers below it. */
  public void merge(Skyline other) {
    for (Skyline layer = other; layer != null; layer = layer.below) {
      double[] point = new double[objectives];
      for (int place = 0; place < layer.size; place++) {
        System.arraycopy(layer.points, place * objectives, point, 0, objectives);
        offer(point, layer.ids[place]);
      }
    }
  }

  private boolean offer(double[] compared, double[] point, long id) {
    int place = firstAtMost(compared);
    if (place >= 0) {
      if (compare(keys, place * objectives, compared) == BETTER) {
        moveUp(place);
        pass(point, id);
        return false;
      }
      if (!bothKept()) {
        keepFirst(place, point, id);
        return false;
      }
      // What an equal point dominates was removed when that point came.
      append(compared, point, id);
      return true;
    }
    removeWorse(compared);
    append(compared, point, id);
    return true;
  }

  /** Removes the kept points that are at least as large as a new one, which none of them equals. */
  private void removeWorse(double[] offered) {
    double[] kept = keys;
    int place = 0;
    if (objectives == 3) {
      double first = offered[0];
      double second = offered[1];
      double third = offered[2];
      while (place < size) {
        int at = 3 * place;
        if (first <= kept[at] && second <= kept[at + 1] && third <= kept[at + 2]) {
          remove(place);
        } else {
          place++;
        }
      }
      return;
    }
    while (place < size) {
      if (compare(kept, place * objectives, offered) == WORSE) {
        remove(place);
      } else {
        place++;
      }
    }
  }

  /**
   * Place of the first kept point that is at most as large as a new one in every objective; -1
   * where there is none. Most points are rejected here, so three objectives have a loop of their
   * own.
   */
  private int firstAtMost(double[] offered) {
    double[] kept = keys;
    if (objectives == 3) {
      double first = offered[0];
      double second = offered[1];
      double third = offered[2];
      for (int place = 0, at = 0; place < size; place++, at += 3) {
        if (kept[at] <= first && kept[at + 1] <= second && kept[at + 2] <= third) {
          return place;
        }
      }
      return -1;
    }
    for (int place = 0; place < size; place++) {
      int i = 0;
      while (i < objectives && kept[place * objectives + i] <= offered[i]) {
        i++;
      }
      if (i == objectives) {
        return place;
      }
    }
    return -1;
  }

  private static final int INCOMPARABLE = 0;
  private static final int BETTER = 1;
  private static final int WORSE = 2;
  private static final int EQUAL = BETTER | WORSE;

  /** Compares the kept point at {@code from} with a new one. */
  private int compare(double[] kept, int from, double[] offered) {
    int order = EQUAL;
    for (int i = 0; i < objectives; i++) {
      double a = kept[from + i];
      double b = offered[i];
      if (a < b) {
        order &= BETTER;
      } else if (a > b) {
        order &= WORSE;
      }
      if (order == INCOMPARABLE) {
        return INCOMPARABLE;
      }
    }
    return order;
  }

  /**
   * Offers a point with two objectives. Kept points are in rising order of the first objective, and
   * so in falling order of the second. Of the points whose first objective is no larger, the last
   * has the least second.
   */
  private boolean offerToStaircase(double[] compared, double[] point, long id) {
    double first = compared[0];
    double second = compared[1];
    int after = firstAbove(first);
    if (after > 0 && keys[2 * after - 1] <= second) {
      int place = after - 1;
      boolean equal = keys[2 * place] == first && keys[2 * place + 1] == second;
      if (!equal) {
        pass(point, id);
        return false;
      }
      if (!bothKept()) {
        keepFirst(place, point, id);
        return false;
      }
      insert(after, compared, point, id);
      return true;
    }
    int end = after;
    while (end < size && keys[2 * end + 1] >= second) {
      end++;
    }
    int begin = after;
    while (begin > 0 && keys[2 * begin - 2] == first) {
      begin--; // the same first, and as after - 1 is above it, a larger second
    }
    removeRange(begin, end);
    insert(begin, compared, point, id);
    return true;
  }

  /** Place of the first kept point whose first objective is above a value. */
  private int firstAbove(double value) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys[2 * middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean bothKept() {
    return ties == Ties.KEEP && !(epsilon > 0);
  }

  /** Keeps the first by objectives and id of two points that compare as equal. */
  private void keepFirst(int place, double[] point, long id) {
    int from = place * objectives;
    int order = Arrays.compare(points, from, from + objectives, point, 0, objectives);
    if (order > 0 || (order == 0 && ids[place] > id)) {
      System.arraycopy(point, 0, points, from, objectives);
      ids[place] = id;
    }
  }

  private void pass(double[] point, long id) {
    if (below != null) {
      below.offer(point, id);
    }
  }

  /**
   * Moves a kept point halfway to the front, so that points that dominate often are compared early.
   */
  private void moveUp(int place) {
    int to = place >>> 1;
    if (to == place) {
      return;
    }
    long id = ids[place];
    ids[place] = ids[to];
    ids[to] = id;
    swap(points, place, to);
    if (keys != points) {
      swap(keys, place, to);
    }
  }

  private void swap(double[] values, int one, int other) {
    for (int i = 0; i < objectives; i++) {
      double value = values[one * objectives + i];
      values[one * objectives + i] = values[other * objectives + i];
      values[other * objectives + i] = value;
    }
  }

  private void remove(int place) {
    if (below != null) {
      below.offer(point(place), ids[place]);
    }
    size--;
    copy(size, place, 1);
  }

  private void removeRange(int begin, int end) {
    if (below != null) {
      for (int place = begin; place < end; place++) {
        below.offer(point(place), ids[place]);
      }
    }
    copy(end, begin, size - end);
    size -= end - begin;
  }

  private void append(double[] compared, double[] point, long id) {
    insert(size, compared, point, id);
  }

  private void insert(int place, double[] compared, double[] point, long id) {
    if (size == ids.length) {
      grow();
    }
    copy(place, place + 1, size - place);
    System.arraycopy(point, 0, points, place * objectives, objectives);
    if (keys != points) {
      System.arraycopy(compared, 0, keys, place * objectives, objectives);
    }
    ids[place] = id;
    size++;
  }

  private void copy(int from, int to, int count) {
    System.arraycopy(points, from * objectives, points, to * objectives, count * objectives);
    if (keys != points) {
      System.arraycopy(keys, from * objectives, keys, to * objectives, count * objectives);
    }
    System.arraycopy(ids, from, ids, to, count);
  }

  private void grow() {
    boolean apart = keys != points;
    points = Arrays.copyOf(points, points.length * 2);
    keys = apart ? Arrays.copyOf(keys, keys.length * 2) : points;
    ids = Arrays.copyOf(ids, ids.length * 2);
  }

  /**
   * The box of a point: its logarithms to the base {@code 1 + epsilon}, rounded to the whole number
   * below. Zero has a box of its own.
   */
  private double[] box(double[] point) {
    if (key == null) {
      key = new double[objectives];
    }
    for (int i = 0; i < objectives; i++) {
      double value = point[i];
      double logarithm = Math.log(Math.abs(value)) / logOfBox;
      // Minus zero is a zero that was to be maximized: the worst there is.
      boolean negated = value < 0 || 1 / value < 0;
      key[i] = negated ? -Math.floor(logarithm) : Math.floor(logarithm);
    }
    return key;
  }

  /** Sorts the points of this layer and of those below by objectives, then by id. */
  public void sort() {
    Integer[] places = IntStream.range(0, size).boxed().toArray(Integer[]::new);
    Arrays.sort(
        places,
        Comparator.<Integer, double[]>comparing(this::point, Arrays::compare)
            .thenComparing(place -> ids[place]));
    double[] sortedPoints = new double[points.length];
    double[] sortedKeys = keys == points ? sortedPoints : new double[keys.length];
    long[] sortedIds = new long[ids.length];
    for (int to = 0; to < size; to++) {
      int from = places[to];
      System.arraycopy(points, from * objectives, sortedPoints, to * objectives, objectives);
      if (keys != points) {
        System.arraycopy(keys, from * objectives, sortedKeys, to * objectives, objectives);
      }
      sortedIds[to] = ids[from];
    }
    points = sortedPoints;
    keys = sortedKeys;
    ids = sortedIds;
    if (below != null) {
      below.sort();
    }
  }
}
