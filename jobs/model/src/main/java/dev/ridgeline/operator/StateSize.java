package dev.ridgeline.operator;

import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of state that a sequence keeps. Some are kept for each token, some for each of the latest
 * tokens only, and some for the sequence at any length.
 *
 * @param perSequence bytes at any length: recurrent state, and what waits to be compressed
 * @param perToken bytes a token of layers that keep every token
 * @param windows state of layers that keep the latest tokens
 */
public record StateSize(double perSequence, double perToken, List<Recent> windows)
    implements Serializable {

  /** No state. */
  public static final StateSize NONE = new StateSize(0, 0, List.of());

  public StateSize {
    windows = List.copyOf(windows);
  }

  /**
   * State of layers that keep only the latest tokens.
   *
   * @param tokens number of tokens that they keep
   * @param perToken bytes of each token
   */
  public record Recent(double tokens, double perToken) implements Serializable {}

  /** The state of one sequence, each part counted once, wherever it lies. */
  public static StateSize ofModel(Model model, Quantization quantization) {
    return StepGraph.of(model, quantization, new Sharding(1, 1), Phase.DECODE).state();
  }

  static StateSize ofSequence(double bytes) {
    return new StateSize(bytes, 0, List.of());
  }

  static StateSize ofToken(double bytes) {
    return new StateSize(0, bytes, List.of());
  }

  static StateSize ofRecent(double tokens, double bytes) {
    return Double.isInfinite(tokens)
        ? ofToken(bytes)
        : new StateSize(0, 0, List.of(new Recent(tokens, bytes)));
  }

  /** The sum of two states. */
  public StateSize plus(StateSize other) {
    List<Recent> all = new ArrayList<>(windows);
    for (Recent window : other.windows) {
      int same = 0;
      while (same < all.size() && all.get(same).tokens() != window.tokens()) {
        same++;
      }
      if (same == all.size()) {
        all.add(window);
      } else {
        double sum = all.get(same).perToken() + window.perToken();
        all.set(same, new Recent(window.tokens(), sum));
      }
    }
    return new StateSize(perSequence + other.perSequence, perToken + other.perToken, all);
  }

  /** This state times a factor. */
  public StateSize times(double factor) {
    return new StateSize(
        perSequence * factor,
        perToken * factor,
        windows.stream()
            .map(window -> new Recent(window.tokens(), window.perToken() * factor))
            .toList());
  }

  /** Bytes of state of a sequence of this length. */
  public double at(double contextTokens) {
    double bytes = perSequence + perToken * contextTokens;
    for (int i = 0; i < windows.size(); i++) {
      Recent window = windows.get(i);
      bytes += window.perToken() * Math.min(contextTokens, window.tokens());
    }
    return bytes;
  }
}
