package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The prices of one accelerator. The id is that of the accelerator.
 *
 * @param tariffs price of an hour by tariff; a missing tariff is unknown
 * @param capital purchase price; {@link Capital#UNKNOWN} where no source states one
 */
public record PriceBook(String id, Map<Tariff, Price> tariffs, Capital capital) implements Entry {

  public PriceBook {
    Require.notEmpty("tariffs", tariffs.keySet());
    tariffs = Map.copyOf(tariffs);
  }

  @JsonCreator
  static PriceBook of(
      @JsonProperty("id") String id,
      @JsonProperty("tariffs") Map<Tariff, Price> tariffs,
      @JsonProperty("capital") Optional<Capital> capital) {
    return new PriceBook(id, tariffs, capital.orElse(Capital.UNKNOWN));
  }

  /**
   * This book with an amount added to the hourly price of every tariff, and another to the purchase
   * price.
   */
  public PriceBook plus(double dollarsPerHour, double dollars) {
    Map<Tariff, Price> dearer = new EnumMap<>(Tariff.class);
    tariffs.forEach((tariff, price) -> dearer.put(tariff, price.plus(dollarsPerHour)));
    return new PriceBook(id, dearer, capital.isKnown() ? capital.plus(dollars) : capital);
  }

  /**
   * This book with the id of a variant of its accelerator. The prices are those of the accelerator,
   * and their sources say so.
   */
  public PriceBook of(String otherId) {
    Map<Tariff, Price> copied = new EnumMap<>(Tariff.class);
    tariffs.forEach(
        (tariff, price) ->
            copied.put(
                tariff, new Price(price.dollarsPerHour(), price.asOf(), copied(price.source()))));
    Capital ofVariant =
        capital.isKnown()
            ? new Capital(capital.dollars(), capital.asOf(), copied(capital.source()))
            : capital;
    return new PriceBook(otherId, copied, ofVariant);
  }

  private String copied(String source) {
    return source.startsWith(Provenance.VARIANT.prefix())
        ? source
        : Provenance.VARIANT.prefix() + "the price of " + id + "; " + source;
  }

  public Optional<Price> price(Tariff tariff) {
    return Optional.ofNullable(tariffs.get(tariff));
  }

  /** The tariffs of accelerators. */
  public enum Tariff implements PriceBasis {
    /** Rented by the hour, without commitment. */
    ON_DEMAND,
    /** Rented with a commitment. */
    RESERVED,
    /** Owned: capital, power and operation spread over the hours used. */
    OWNER;

    @Override
    public String label() {
      return EnumName.of(this);
    }

    @Override
    public OptionalDouble dollarsPerHour(PriceBook book, Accelerator accelerator) {
      Price price = book.tariffs().get(this);
      return price == null ? OptionalDouble.empty() : OptionalDouble.of(price.dollarsPerHour());
    }

    @Override
    public Provenance provenance(PriceBook book) {
      return book.price(this)
          .map(price -> Provenance.of(price.source()))
          .orElse(Provenance.ASSUMPTION);
    }
  }

  /**
   * Purchase price of one accelerator with its share of the server around it.
   *
   * @param dollars price; 0 where unknown
   * @param asOf day on which the price was true
   * @param source origin of the price
   */
  public record Capital(
      @Measured(value = Dimension.DOLLARS, orZero = true, of = Plausible.DEVICE_PRICE)
          double dollars,
      LocalDate asOf,
      String source)
      implements Serializable {

    /** The purchase price that no source states. */
    public static final Capital UNKNOWN = new Capital(0, LocalDate.EPOCH, "unknown");

    public Capital {
      Require.inRange(Capital.class, "dollars", dollars);
      requireSource(source);
    }

    boolean isKnown() {
      return dollars > 0;
    }

    Capital plus(double more) {
      return new Capital(dollars + more, asOf, source);
    }
  }

  private static void requireSource(String source) {
    if (source.isBlank()) {
      throw new InvalidValueException("source", "is blank: a price needs a source.");
    }
  }

  /**
   * The price of an hour, with its date and source.
   *
   * @param dollarsPerHour price of one accelerator with its share of the server around it
   * @param asOf day on which the price was true
   * @param source origin of the price
   */
  public record Price(
      @Measured(value = Dimension.DOLLARS_PER_HOUR, of = Plausible.DEVICE_PRICE_PER_HOUR)
          double dollarsPerHour,
      LocalDate asOf,
      String source)
      implements Serializable {

    public Price {
      Require.inRange(Price.class, "dollarsPerHour", dollarsPerHour);
      requireSource(source);
    }

    Price plus(double more) {
      return new Price(dollarsPerHour + more, asOf, source);
    }
  }
}
