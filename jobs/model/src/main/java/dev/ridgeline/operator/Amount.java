package dev.ridgeline.operator;

import java.io.Serializable;

/**
 * An amount that is linear in the shape of a step: FLOPs, or bytes of traffic.
 *
 * @param perSequence amount for each sequence, once in a step
 * @param perPass amount for each sequence in every pass of the step
 * @param perToken amount for each new token
 * @param perContextToken amount for each token whose state is read
 * @param perPair amount for each query-key pair
 */
public record Amount(
    double perSequence, double perPass, double perToken, double perContextToken, double perPair)
    implements Serializable {

  /** An amount of zero for every shape. */
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

  /** The sum of two amounts. */
  public Amount plus(Amount other) {
    return new Amount(
        perSequence + other.perSequence,
        perPass + other.perPass,
        perToken + other.perToken,
        perContextToken + other.perContextToken,
        perPair + other.perPair);
  }

  /** This amount times a factor. */
  public Amount times(double factor) {
    return new Amount(
        perSequence * factor,
        perPass * factor,
        perToken * factor,
        perContextToken * factor,
        perPair * factor);
  }

  /** This amount where every token is the last of its sequence, as in decode. */
  Amount ofLastTokens() {
    return new Amount(0, perPass, perToken + perSequence, perContextToken, perPair);
  }

  /** Whether the amount grows with the number of tokens that new tokens attend to. */
  public boolean growsWithContext() {
    return perContextToken != 0 || perPair != 0;
  }

  /** The value of the amount in a step of this shape. */
  public double at(StepShape shape) {
    return shape.sequences() * (perSequence + perPass * shape.passes())
        + perToken * shape.tokens()
        + perContextToken * shape.contextTokens()
        + perPair * shape.pairs();
  }

  /** Whether the amount is at least as large as another for any numbers of rows. */
  boolean isNeverLessThan(Amount other) {
    return perSequence + perPass >= other.perSequence + other.perPass
        && perToken >= other.perToken
        && perContextToken >= other.perContextToken;
  }

  /**
   * The part of the amount in one pass that grows with sequences, tokens and context tokens; pairs
   * are left out.
   */
  double ofRows(double sequences, double tokens, double contextTokens) {
    return (perSequence + perPass) * sequences
        + perToken * tokens
        + perContextToken * contextTokens;
  }
}
