package dev.ridgeline.sweep;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.config.Amounts;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.OrWord;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import dev.ridgeline.units.Quantity;
import dev.ridgeline.units.Range;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The prices of variants of an accelerator. {@code keep} keeps those of the original. {@code drop}
 * leaves the variants without prices, so that their cells have no dollars. An object has either
 * prices of their own, or the price of more memory, which is added to that of the original.
 *
 * @param isCopied whether the variants have the prices of the original
 * @param dollarsPerHour price of an hour by every tariff
 * @param dollars purchase price
 * @param dollarsPerGigabyte dollars for 10^9 bytes of capacity, one or a list; each makes variants
 *     of its own
 * @param dollarsPerGigabytePerSecond dollars for 10^9 bytes per second of bandwidth
 * @param writtenOffHours hours of use over which more memory is paid back
 */
@OrWord({"keep", "drop"})
record VariantPrice(
    boolean isCopied,
    @Measured(value = Dimension.DOLLARS_PER_HOUR, of = Plausible.DEVICE_PRICE_PER_HOUR)
        Optional<Double> dollarsPerHour,
    @Measured(value = Dimension.DOLLARS, of = Plausible.DEVICE_PRICE) Optional<Double> dollars,
    Optional<Amounts> dollarsPerGigabyte,
    @Measured(value = Dimension.DOLLARS_PER_GIGABYTE, orZero = true, of = Plausible.MEMORY_PRICE)
        Optional<Double> dollarsPerGigabytePerSecond,
    @Measured(value = Dimension.HOURS, of = Plausible.USE_HOURS) Optional<Double> writtenOffHours) {

  /** The prices of the original, which is the default. */
  static final VariantPrice KEEP = new VariantPrice(true);

  private static final double BYTES_PER_GIGABYTE = 1e9;
  private static final String GIGABYTE = "dollarsPerGigabyte";

  private VariantPrice(boolean isCopied) {
    this(
        isCopied,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Reads one of the words; the check of fields knows no other. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static VariantPrice of(String word) {
    return new VariantPrice(word.equals("keep"));
  }

  /**
   * Reads the fields of an object.
   *
   * @throws InvalidValueException where they are of both forms, or of none
   */
  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  static VariantPrice of(
      @JsonProperty("dollarsPerHour") Optional<Double> dollarsPerHour,
      @JsonProperty("dollars") Optional<Double> dollars,
      @JsonProperty("dollarsPerGigabyte") Optional<Amounts> dollarsPerGigabyte,
      @JsonProperty("dollarsPerGigabytePerSecond") Optional<Double> dollarsPerGigabytePerSecond,
      @JsonProperty("writtenOffHours") Optional<Double> writtenOffHours) {
    long ofMemory =
        Stream.of(dollarsPerGigabyte, dollarsPerGigabytePerSecond, writtenOffHours)
            .filter(Optional::isPresent)
            .count();
    boolean isOwn = dollarsPerHour.isPresent() || dollars.isPresent();
    if (isOwn ? ofMemory > 0 : ofMemory < 3) {
      throw new InvalidValueException(
          "",
          "must have either 'dollarsPerHour', 'dollars' or both, or 'dollarsPerGigabyte',"
              + " 'dollarsPerGigabytePerSecond' and 'writtenOffHours'.");
    }
    dollarsPerGigabyte.ifPresent(VariantPrice::requirePrices);
    return new VariantPrice(
        !isOwn,
        dollarsPerHour,
        dollars,
        dollarsPerGigabyte,
        dollarsPerGigabytePerSecond,
        writtenOffHours);
  }

  /** Requires prices of memory that somebody means. */
  private static void requirePrices(Amounts written) {
    if (written.written().isEmpty()) {
      throw new InvalidValueException(GIGABYTE, "is empty. Allowed: at least one price.");
    }
    for (int i = 0; i < written.written().size(); i++) {
      String text = written.written().get(i);
      String place = GIGABYTE + written.place(i);
      double price;
      try {
        price = Quantity.parse(text, Dimension.DOLLARS_PER_GIGABYTE);
      } catch (IllegalArgumentException e) {
        throw new InvalidValueException(
            place, text, Quantity.expectation(Dimension.DOLLARS_PER_GIGABYTE));
      }
      Range range = Dimension.DOLLARS_PER_GIGABYTE.rangeFromZero();
      if (!range.has(price)) {
        throw new InvalidValueException(place, text, range.allowed());
      }
      if (price > 0) {
        Plausible.MEMORY_PRICE
            .problem(text, price)
            .ifPresent(
                problem -> {
                  throw new InvalidValueException(place, problem);
                });
      }
    }
  }

  /** Prices of memory that make variants of their own; none where there is one or none. */
  Optional<Amounts> pricesOfMemory() {
    return dollarsPerGigabyte.filter(prices -> prices.written().size() > 1);
  }

  /**
   * Returns the prices of a variant; empty where it has none.
   *
   * @param change change that made the variant, which has a price of memory where there are several
   * @param copied prices of the original, marked as copied; empty where it has none
   * @throws InvalidValueException where less memory makes a price that cannot be
   */
  Optional<PriceBook> book(
      Accelerator original, Accelerator variant, VariantChange change, Optional<PriceBook> copied) {
    if (dollarsPerHour.isPresent() || dollars.isPresent()) {
      return PriceBook.assumed(variant.id(), dollarsPerHour, dollars, copied);
    }
    if (!isCopied) {
      return Optional.empty();
    }
    return writtenOffHours.isEmpty()
        ? copied
        : copied.map(
            book -> withMemory(original, variant, ofGigabyte(change), book, writtenOffHours.get()));
  }

  private double ofGigabyte(VariantChange change) {
    return change
        .price()
        .or(() -> dollarsPerGigabyte.map(prices -> prices.written().get(0)))
        .map(written -> Quantity.parse(written, Dimension.DOLLARS_PER_GIGABYTE))
        .orElse(0.0);
  }

  private PriceBook withMemory(
      Accelerator original, Accelerator variant, double ofGigabyte, PriceBook book, double hours) {
    double gigabytes = (variant.memoryBytes() - original.memoryBytes()) / BYTES_PER_GIGABYTE;
    double gigabytesPerSecond =
        (variant.memoryBytesPerSecond() - original.memoryBytesPerSecond()) / BYTES_PER_GIGABYTE;
    double more =
        gigabytes * ofGigabyte + gigabytesPerSecond * dollarsPerGigabytePerSecond.orElse(0.0);
    return book.plus(more / hours, more);
  }
}
