package dev.ridgeline.operator;

import java.io.Serializable;

/**
 * An amount of work or traffic that is linear in the shape of a step: FLOPs, or bytes.
 *
 * @param perSequence for each sequence
 * @param perToken for each new token
 * @param perContextToken for each token attended to
 * @param perPair for each query-key pair
 */
public record Amount(double perSequence, double perToken, double perContextToken, double perPair)
    implements Serializable {

  /** Nothing, whatever the shape. */
  public static final Amount NONE = new Amount(0, 0, 0, 0);

  static Amount perSequence(double amount) {
    return new Amount(amount, 0, 0, 0);
  }

  static Amount perToken(double amount) {
    return new Amount(0, amount, 0, 0);
  }

  static Amount perContextToken(double amount) {
    return new Amount(0, 0, amount, 0);
  }

  static Amount perPair(double amount) {
    return new Amount(0, 0, 0, amount);
  }

  /** Both together. */
  public Amount plus(Amount other) {
    return new Amount(
        perSequence + other.perSequence,
        perToken + other.perToken,
        perContextToken + other.perContextToken,
        perPair + other.perPair);
  }

  /** This many times the amount. */
  public Amount times(double factor) {
    return new Amount(
        perSequence * factor, perToken * factor, perContextToken * factor, perPair * factor);
  }

  /** The amount in a step of this shape. */
  public double at(StepShape shape) {
    return perSequence * shape.sequences()
        + perToken * shape.tokens()
        + perContextToken * shape.contextTokens()
        + perPair * shape.pairs();
  }
}
