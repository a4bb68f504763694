package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.Days;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The prices of one accelerator. The id is that of the accelerator.
 *
 * @param id catalog id of the accelerator, and name of the file
 * @param tariffs price of an hour by the name of the tariff; a missing tariff is unknown
 * @param capital purchase price; {@link Capital#UNKNOWN} where no source states one
 */
public record PriceBook(String id, Map<String, Price> tariffs, Capital capital) implements Entry {

  private static final String CAPITAL = "capital";

  public PriceBook {
    if (tariffs.isEmpty() && !capital.isKnown()) {
      throw new InvalidValueException(
          "tariffs", "is empty. Allowed: at least one tariff, or a purchase price in 'capital'.");
    }
    tariffs.keySet().forEach(tariff -> Tariff.requireName("tariffs/" + tariff, tariff));
    tariffs = Tariff.inOrder(tariffs);
  }

  @JsonCreator
  static PriceBook of(
      @JsonProperty("id") String id,
      @JsonProperty("tariffs") Optional<Map<String, Price>> tariffs,
      @JsonProperty("capital") Optional<Capital> capital) {
    return new PriceBook(id, tariffs.orElse(Map.of()), capital.orElse(Capital.UNKNOWN));
  }

  /**
   * This book with what a later book of the accelerator states in place of its own. That is the
   * price of each tariff there, and the purchase price if there is one.
   */
  PriceBook under(PriceBook later) {
    Map<String, Price> all = new LinkedHashMap<>(tariffs);
    all.putAll(later.tariffs);
    return new PriceBook(id, all, later.capital.isKnown() ? later.capital : capital);
  }

  /** The parts that a book states: the names of its tariffs, and maybe the purchase price. */
  List<String> parts() {
    List<String> parts = new ArrayList<>(tariffs.keySet());
    if (capital.isKnown()) {
      parts.add(CAPITAL);
    }
    return parts;
  }

  /**
   * This book with an amount added to the hourly price of every tariff, and another to the purchase
   * price.
   */
  public PriceBook plus(double dollarsPerHour, double dollars) {
    Map<String, Price> dearer = new LinkedHashMap<>();
    tariffs.forEach((tariff, price) -> dearer.put(tariff, price.plus(dollarsPerHour)));
    return new PriceBook(id, dearer, capital.isKnown() ? capital.plus(dollars) : capital);
  }

  /**
   * This book with the id of a variant of its accelerator. The prices are those of the accelerator,
   * and their sources say so.
   */
  public PriceBook of(String otherId) {
    Map<String, Price> copied = new LinkedHashMap<>();
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

  /**
   * Prices that somebody assumes for an accelerator.
   *
   * @param dollarsPerHour price of an hour by every tariff that {@code like} has, and on demand
   * @param dollars purchase price
   * @param like prices of a similar accelerator; where an hour has no price, its hours stay
   * @return the prices, or empty where there is none
   */
  public static Optional<PriceBook> assumed(
      String id,
      Optional<Double> dollarsPerHour,
      Optional<Double> dollars,
      Optional<PriceBook> like) {
    String source = Provenance.ASSUMPTION.prefix() + "given for this variant by the sweep";
    Map<String, Price> hours = new LinkedHashMap<>();
    like.ifPresent(book -> hours.putAll(book.tariffs()));
    dollarsPerHour.ifPresent(
        price -> {
          hours.putIfAbsent(Tariff.ON_DEMAND.label(), new Price(price, null, source));
          hours.replaceAll((tariff, other) -> new Price(price, null, source));
        });
    Capital purchase =
        dollars.map(price -> new Capital(price, null, source)).orElse(Capital.UNKNOWN);
    return hours.isEmpty() && !purchase.isKnown()
        ? Optional.empty()
        : Optional.of(new PriceBook(id, hours, purchase));
  }

  private String copied(String source) {
    return source.startsWith(Provenance.VARIANT.prefix())
        ? source
        : Provenance.VARIANT.prefix() + "the price of " + id + "; " + source;
  }

  public Optional<Price> price(Tariff tariff) {
    return Optional.ofNullable(tariffs.get(tariff.label()));
  }

  /**
   * Purchase price of one accelerator with its share of the server around it.
   *
   * @param dollars price; 0 where unknown
   * @param asOf day on which the price was true; null where its owner states none
   * @param source origin of the price
   */
  public record Capital(
      @Measured(value = Dimension.DOLLARS, orZero = true, of = Plausible.DEVICE_PRICE)
          double dollars,
      @Nullable LocalDate asOf,
      String source)
      implements Serializable {

    /** The purchase price that no source states. */
    public static final Capital UNKNOWN = new Capital(0, LocalDate.EPOCH, "unknown");

    public Capital {
      Require.inRange(Capital.class, "dollars", dollars);
      if (asOf != null && dollars > 0) {
        Days.require("asOf", asOf);
      }
      requireSource(source);
    }

    @JsonCreator
    static Capital of(
        @JsonProperty("dollars") double dollars,
        @JsonProperty("asOf") Optional<LocalDate> asOf,
        @JsonProperty("source") String source) {
      return new Capital(dollars, asOf.orElse(null), source);
    }

    boolean isKnown() {
      return dollars > 0;
    }

    /** Day and source, as messages show them. */
    String origin() {
      return PriceBook.origin(asOf, source);
    }

    Capital plus(double more) {
      return new Capital(dollars + more, asOf, source);
    }
  }

  private static String origin(@Nullable LocalDate asOf, String source) {
    return (asOf == null ? "" : "as of " + asOf + " ") + "(" + source + ")";
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
   * @param asOf day on which the price was true; null where its owner states none
   * @param source origin of the price
   */
  public record Price(
      @Measured(value = Dimension.DOLLARS_PER_HOUR, of = Plausible.DEVICE_PRICE_PER_HOUR)
          double dollarsPerHour,
      @Nullable LocalDate asOf,
      String source)
      implements Serializable {

    public Price {
      Require.inRange(Price.class, "dollarsPerHour", dollarsPerHour);
      if (asOf != null) {
        Days.require("asOf", asOf);
      }
      requireSource(source);
    }

    @JsonCreator
    static Price of(
        @JsonProperty("dollarsPerHour") double dollarsPerHour,
        @JsonProperty("asOf") Optional<LocalDate> asOf,
        @JsonProperty("source") String source) {
      return new Price(dollarsPerHour, asOf.orElse(null), source);
    }

    /** Day and source, as messages show them. */
    String origin() {
      return PriceBook.origin(asOf, source);
    }

    Price plus(double more) {
      return new Price(dollarsPerHour + more, asOf, source);
    }
  }
}
