package dev.ridgeline.units;

import java.util.Comparator;
import java.util.Optional;

/**
 * What a number in a file or on a command line is of, and the values that such a thing has. Outside
 * them a number is nearly always in another unit than meant, such as a time per token of 40 s.
 *
 * <p>The range of a {@link Dimension} is what the arithmetic bears. The range here is narrower, and
 * belongs to one kind of thing. Readers of files and of flags check it; records do not, so that
 * programs can explore further.
 */
public enum Plausible {
  DEVICE_MEMORY(
      Dimension.BYTES,
      100e6,
      100e9,
      1e15,
      "the memory of an accelerator",
      "the smallest on sale is 230 MB of SRAM"),
  DEVICE_BANDWIDTH(
      Dimension.BYTES_PER_SECOND,
      1e9,
      3e12,
      1e18,
      "the memory bandwidth of an accelerator",
      "DDR4 has 25 GB/s a channel, and a wafer of SRAM 21 PB/s"),
  DEVICE_PEAK(
      Dimension.FLOPS_PER_SECOND,
      1e10,
      1e15,
      1e20,
      "the peak of an accelerator",
      "a processor core has 50 GFLOP/s, and a wafer 125 PFLOP/s"),
  DEVICE_POWER(
      Dimension.WATTS,
      0.1,
      500,
      1e6,
      "the power of an accelerator or of its share of a server",
      "a wafer takes 23 kW"),
  ENERGY_PER_FLOP(
      Dimension.JOULES,
      1e-17,
      1e-12,
      1e-9,
      "the energy of a FLOP",
      "chips on sale take 0.2 to 5 pJ"),
  ENERGY_PER_BYTE(
      Dimension.JOULES,
      1e-15,
      1e-10,
      1e-6,
      "the energy of moving a byte",
      "memory takes 0.5 to 60 pJ, and networks about 1 nJ"),

  LINK_BANDWIDTH(
      Dimension.BYTES_PER_SECOND,
      1e7,
      100e9,
      1e15,
      "the bandwidth of a link",
      "Ethernet of 0.1 Gb/s has 12.5 MB/s"),
  LATENCY(
      Dimension.SECONDS,
      1e-9,
      10e-6,
      1,
      "the latency of a link, a kernel or a step",
      "light takes 1 ns for 30 cm, and 70 ms around half the earth"),

  TIER_MEMORY(
      Dimension.BYTES,
      1e9,
      500e9,
      1e18,
      "the memory of a tier for an accelerator",
      "a smaller tier holds no context"),
  TIER_PRICE(
      Dimension.DOLLARS_PER_GIGABYTE_HOUR,
      1e-9,
      5e-4,
      1,
      "the price of a gigabyte and hour of memory",
      "DRAM costs about 0.0005 dollars"),
  TIER_POWER(
      Dimension.WATTS_PER_GIGABYTE,
      1e-7,
      0.1,
      10,
      "the power of a gigabyte of memory",
      "DRAM takes about 0.1 W"),

  ENGINE_MEMORY(
      Dimension.BYTES,
      1e4,
      1e9,
      1e13,
      "memory that an engine takes",
      "engines reserve between a page of 64 KiB and tens of GB"),
  ELEMENT_BYTES(
      Dimension.BYTES,
      1,
      100,
      1e5,
      "the bytes of one logit, key or latent",
      "they have a few numbers each"),

  TTFT(
      Dimension.SECONDS,
      1e-3,
      2,
      1800,
      "a time to first token",
      "nobody waits longer than half an hour for it"),
  TPOT(
      Dimension.SECONDS,
      1e-6,
      50e-3,
      10,
      "a time per output token",
      "at 10 s a page takes two hours"),
  PAUSE(
      Dimension.SECONDS,
      1e-4,
      10,
      1e7,
      "the pause of a tool or of a reader",
      "a task that waits for months is another task"),

  DEVICE_PRICE_PER_HOUR(
      Dimension.DOLLARS_PER_HOUR,
      1e-3,
      3,
      1000,
      "the price of an accelerator's hour",
      "a purchase price in dollars belongs to 'capital'"),
  DEVICE_PRICE(
      Dimension.DOLLARS,
      20,
      30e3,
      1e8,
      "the purchase price of an accelerator",
      "it is in dollars, not in thousands of them"),
  MEMORY_PRICE(
      Dimension.DOLLARS_PER_GIGABYTE,
      1e-5,
      10,
      1e4,
      "the price of a gigabyte of memory, or of a gigabyte a second",
      "HBM costs tens of dollars a gigabyte"),
  TOKEN_PRICE(
      Dimension.DOLLARS_PER_MILLION_TOKENS,
      1e-4,
      2,
      1e4,
      "the price of a million tokens",
      "it is of a million tokens, not of one"),
  ELECTRICITY_PRICE(
      Dimension.DOLLARS_PER_KILOWATT_HOUR,
      1e-4,
      0.08,
      3,
      "the price of a kilowatt-hour",
      "it is in dollars, not in cents"),
  USE_HOURS(
      Dimension.HOURS,
      100,
      30e3,
      1e6,
      "the hours over which a purchase is paid back",
      "a year has 8,766 hours"),
  LIFE(
      Dimension.YEARS,
      0.1,
      4,
      50,
      "the years over which a purchase is written off",
      "hardware is replaced after three to eight years"),

  FLEET_POWER(
      Dimension.WATTS,
      300,
      200e3,
      1e11,
      "the power of a fleet",
      "one accelerator with its share of a server takes 300 W or more"),
  FLEET_PRICE(
      Dimension.DOLLARS_PER_HOUR,
      0.05,
      500,
      1e9,
      "the dollars of a fleet's hour",
      "the cheapest accelerator costs more an hour than 5 cents");

  private final Dimension dimension;
  private final double least;
  private final double usual;
  private final double most;
  private final String what;
  private final String reason;

  Plausible(
      Dimension dimension, double least, double usual, double most, String what, String reason) {
    this.dimension = dimension;
    this.least = least;
    this.usual = usual;
    this.most = most;
    this.what = what;
    this.reason = reason;
  }

  /** What the numbers measure. */
  public Dimension dimension() {
    return dimension;
  }

  /** The values that such a thing has, in the unit of the dimension. */
  public Range range() {
    return new Range(dimension, least, most);
  }

  /** A value that is common, as an example in the unit of the dimension: "50 ms". */
  public String example() {
    return Quantity.exact(usual, dimension);
  }

  /**
   * Returns what is wrong with a number, and what was probably meant; empty for a number that such
   * a thing can have.
   *
   * @param written the number as it is written, with or without a unit
   * @param value its value in the unit of the dimension
   */
  public Optional<String> problem(String written, double value) {
    if (range().has(value)) {
      return Optional.empty();
    }
    boolean bare =
        dimension.hasUnit() && Quantity.unit(written).isEmpty() && Double.isFinite(value);
    return Optional.of(
        "is '"
            + written
            + "'"
            + (bare ? ", which is " + Quantity.exact(value, dimension) : "")
            + ". Allowed for "
            + what
            + ": from "
            + Quantity.exact(least, dimension)
            + " to "
            + Quantity.exact(most, dimension)
            + (dimension.hasUnit() ? "" : " " + dimension.noun())
            + ", because "
            + reason
            + "."
            + meant(written).map(better -> " Maybe you meant '" + better + "'.").orElse(""));
  }

  /** The same number with the unit that makes it most usual, if any makes it plausible. */
  private Optional<String> meant(String written) {
    double number = Quantity.number(written);
    return Quantity.usualUnits(dimension).entrySet().stream()
        .filter(unit -> range().has(number * unit.getValue()))
        .min(
            Comparator.comparingDouble(
                unit -> Math.abs(Math.log(number * unit.getValue() / usual))))
        .map(unit -> Quantity.numeral(written) + " " + unit.getKey());
  }

  /**
   * Reads a number of this kind, as files and flags write it: {@code 40ms}, {@code 2 s}, {@code
   * 200kW}. A number without a unit is in the unit of the dimension.
   *
   * @return the value in the unit of the dimension
   * @throws IllegalArgumentException where the text is no such number, or not a plausible one. The
   *     message follows the name of a flag: it says what is allowed and what was probably meant
   */
  public double parse(String text) {
    String written = text.strip();
    double value;
    try {
      value = Quantity.parse(written, dimension);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is '" + written + "'. Allowed: " + accepted() + ".", e);
    }
    problem(written, value)
        .ifPresent(
            message -> {
              throw new IllegalArgumentException(message);
            });
    return value;
  }

  /** What is accepted, to follow "Allowed:". */
  private String accepted() {
    return dimension.hasUnit()
        ? what + ", such as '" + example() + "'"
        : what + " in " + dimension.noun() + ", such as " + example();
  }
}
