package dev.ridgeline.catalog;

import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Require;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * What one accelerator costs an hour, by tariff. The id is that of the accelerator.
 *
 * @param tariffs prices by basis; an absent one is unknown
 */
public record PriceBook(String id, Map<Tariff, Price> tariffs) implements Entry {

  public PriceBook {
    Require.notEmpty("tariffs", tariffs.keySet());
    tariffs = Map.copyOf(tariffs);
  }

  public Optional<Price> price(Tariff tariff) {
    return Optional.ofNullable(tariffs.get(tariff));
  }

  /** On what basis an accelerator is paid for. */
  public enum Tariff {
    /** Rented by the hour, no commitment. */
    ON_DEMAND,
    /** Rented with a commitment. */
    RESERVED,
    /** Owned: capital, power and operation spread over the hours used. */
    OWNER
  }

  /**
   * A price with its date and source.
   *
   * @param dollarsPerHour of one accelerator with its share of the server around it
   * @param asOf the day on which it was true
   */
  public record Price(double dollarsPerHour, LocalDate asOf, String source)
      implements Serializable {

    public Price {
      Require.positive("dollarsPerHour", dollarsPerHour);
      if (source.isBlank()) {
        throw new InvalidValueException("source", "is blank: a price needs a source.");
      }
    }
  }
}
