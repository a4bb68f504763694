package dev.ridgeline.operator;

import java.io.Serializable;

/**
 * An amount of work or traffic that is linear in the shape of a step: FLOPs, or bytes.
 *
 * @param perSequence for each sequence, once in a step
 * @param perPass for each sequence in every pass of the step
 * @param perToken for each new token
 * @param perContextToken for each token whose state is read
 * @param perPair for each query-key pair
 */
public record Amount(
    double perSequence, double perPass, double perToken, double perContextToken, double perPair)
    implements Serializable {

  /** Nothing, whatever the shape. */
  public static final Amount NONE = new Amount(0, 0, 0, 0, 0);

  static Amount perSequence(double amount) {
    return new Amount(amount, 0, 0, 0, 0);
  }

  static Amount perPass(double amount) {
    return new Amount(0, amount, 0, 0, 0);
  }

  static Amount perToken(double amount) {
    return new Amount(0, 0, amount, 0, 0);
  }

  static Amount perContextToken(double amount) {
    return new Amount(0, 0, 0, amount, 0);
  }

  static Amount perPair(double amount) {
    return new Amount(0, 0, 0, 0, amount);
  }

  /** Both together. */
  public Amount plus(Amount other) {
    return new Amount(
        perSequence + other.perSequence,
        perPass + other.perPass,
        perToken + other.perToken,
        perContextToken + other.perContextToken,
        perPair + other.perPair);
  }

  /** This many times the amount. */
  public Amount times(double factor) {
    return new Amount(
        perSequence * factor,
        perPass * factor,
        perToken * factor,
        perContextToken * factor,
        perPair * factor);
  }

  /** Whether it is another when new tokens attend to more. */
  public boolean growsWithContext() {
    return perContextToken != 0 || perPair != 0;
  }

  /** The amount in a step of this shape. */
  public double at(StepShape shape) {
    return shape.sequences() * (perSequence + perPass * shape.passes())
        + perToken * shape.tokens()
        + perContextToken * shape.contextTokens()
        + perPair * shape.pairs();
  }

  /** Whether it is at least as much as another in any number of rows. */
  boolean isNeverLessThan(Amount other) {
    return perSequence + perPass >= other.perSequence + other.perPass
        && perToken >= other.perToken
        && perContextToken >= other.perContextToken;
  }

  /** The amount of all sequences' own, tokens and context tokens of a pass, without pairs. */
  double ofRows(double sequences, double tokens, double contextTokens) {
    return (perSequence + perPass) * sequences
        + perToken * tokens
        + perContextToken * contextTokens;
  }
}
