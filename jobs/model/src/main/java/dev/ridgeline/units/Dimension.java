package dev.ridgeline.units;

/**
 * What a number in a file measures: the unit in which Ridgeline holds it, and the range in which it
 * lies.
 *
 * <p>A range has room for any hardware of the next decades. It ends where a number can only be a
 * mistake, and well before products of numbers in their ranges overflow a double. Readers, messages
 * and schemas take the range from here.
 */
public enum Dimension {
  FLOPS_PER_SECOND("FLOP/s", "FLOPs a second, such as '989.5 TFLOP/s'", 1e6, 1e24),
  BYTES_PER_SECOND("B/s", "bytes or bits a second, such as '3.35 TB/s' or '400 Gb/s'", 1e3, 1e24),
  BYTES("B", "bytes, such as '80 GB' or '80 GiB'", 1, 1e18),
  SECONDS("s", "seconds, such as '5 us' or '0.2 s'", 1e-12, 1e8),
  WATTS("W", "watts, such as '700 W' or '1.2 kW'", 1e-3, 1e12),
  /** Energy of one FLOP or of one byte. */
  JOULES("J", "joules, such as '0.6 pJ' or '3 nJ'", 1e-24, 1),

  DOLLARS("dollars", 0.01, 1e12),
  DOLLARS_PER_HOUR("dollars an hour", 1e-6, 1e12),
  DOLLARS_PER_GIGABYTE_HOUR("dollars a gigabyte and hour", 1e-12, 1e3),
  /** Price of 10^9 bytes, or of 10^9 bytes a second. */
  DOLLARS_PER_GIGABYTE("dollars a gigabyte", 1e-9, 1e6),
  DOLLARS_PER_MILLION_TOKENS("dollars a million tokens", 1e-6, 1e6),
  DOLLARS_PER_KILOWATT_HOUR("dollars a kilowatt-hour", 1e-6, 1e3),
  WATTS_PER_GIGABYTE("watts a gigabyte", 1e-9, 1e3),
  REQUESTS_PER_SECOND("requests a second", 1e-9, 1e12),
  TOKENS_PER_SECOND("tokens a second", 1e-6, 1e9),
  HOURS("hours", 0.1, 1e7),
  YEARS("years", 0.01, 1e3),

  /** A part of a whole, such as an efficiency. */
  SHARE("a share", 1e-6, 1),
  /** A quotient of two amounts of the same kind. */
  RATIO("a ratio", 1e-6, 1e3),
  /** Power of a site over the power of its servers. */
  EFFECTIVENESS("a ratio", 1, 100),
  /** Share of requests in hundredths that a latency is not exceeded by. */
  PERCENT("percent", 1, 99),
  /** The largest of several amounts over their mean. */
  IMBALANCE("a ratio", 1, 1000),
  EXPONENT("an exponent", 1e-6, 10),
  /** A factor on another number. */
  FACTOR("a factor", 1e-9, 1e9),
  /** The value of a number whose own dimension is checked later. */
  NUMBER("a number", -1e30, 1e30),

  BITS("bits", 0.01, 1024),
  TOKENS("tokens", 1, Limits.MOST_TOKENS),
  TURNS("turns", 1, Limits.MOST_TURNS),
  SEQUENCES("sequences", 1, Limits.MOST_BATCH),
  DRAFTS("drafts", 1, Limits.MOST_DRAFTS),
  MICRO_BATCHES("micro-batches", 1, 100),
  PARAMETERS("parameters", 1, 1e24),
  LAYERS("layers", 1, 10_000),
  /** Width of the residual stream. */
  HIDDEN_WIDTH("channels", 1, 1_000_000),
  /** Width of any other matrix, such as that of the vocabulary. */
  WIDTH("channels", 1, 100_000_000),
  /** Hidden vectors that a drafter joins into one. */
  INPUTS("vectors", 1, 100),
  /** Equal parts of a layer, such as heads or experts. */
  PARTS("", 1, 1_000_000),
  /** People or tasks at once. */
  PEOPLE("people", 1, 1e12),
  ACCELERATORS("accelerators", 1, 1e9),
  /** Ways in which the work of a replica is divided. */
  WAYS("ways", 1, 4096);

  private final String symbol;
  private final String noun;
  private final double least;
  private final double most;

  /** A dimension whose values take a unit with a prefix in a file. */
  Dimension(String symbol, String noun, double least, double most) {
    this.symbol = symbol;
    this.noun = noun;
    this.least = least;
    this.most = most;
  }

  /** A dimension whose values are bare numbers in a file. */
  Dimension(String noun, double least, double most) {
    this("", noun, least, most);
  }

  /** The SI symbol, empty where values are bare numbers. */
  String symbol() {
    return symbol;
  }

  /** Whether values take a unit in a file, such as {@code 80 GB}. */
  public boolean hasUnit() {
    return !symbol.isEmpty();
  }

  /** What values are, with examples where they take a unit; empty for bare counts. */
  String noun() {
    return noun;
  }

  /** The range of values that are not absent. */
  public Range range() {
    return new Range(this, least, most);
  }

  /** The range of values that may also be 0. */
  public Range rangeFromZero() {
    return new Range(this, 0, most);
  }
}
