package dev.ridgeline.units;

/**
 * The values that a number in a file may have.
 *
 * @param dimension what the number measures
 * @param least smallest value, in the unit of the dimension
 * @param most largest value, in the unit of the dimension
 */
public record Range(Dimension dimension, double least, double most) {

  /** Whether the value lies in the range; NaN does not. */
  public boolean has(double value) {
    return value >= least && value <= most;
  }

  /** The values in words, to follow "Allowed:". */
  public String allowed() {
    return allowed(dimension.hasUnit() ? dimension.noun() : "a number");
  }

  /** The whole numbers of the range in words, to follow "Allowed:". */
  public String allowedWhole() {
    return allowed("a whole number");
  }

  /**
   * Advice that follows a value outside the range: a share that was written in percent; empty
   * elsewhere.
   */
  public String meant(double value) {
    return dimension == Dimension.SHARE && value > 1 && value <= 100
        ? " Maybe you meant '" + Quantity.exact(value / 100, dimension) + "'."
        : "";
  }

  private String allowed(String kind) {
    String noun = dimension.noun();
    boolean article = noun.startsWith("a ") || noun.startsWith("an ");
    String unit = dimension.hasUnit() || article || noun.isEmpty() ? "" : " " + noun;
    String given = article && kind.equals("a number") ? noun : kind;
    String comma = dimension.hasUnit() && !kind.equals("a whole number") ? "," : "";
    return given + comma + " from " + written(least) + " to " + written(most) + unit;
  }

  private String written(double value) {
    return Quantity.exact(value, dimension);
  }
}
