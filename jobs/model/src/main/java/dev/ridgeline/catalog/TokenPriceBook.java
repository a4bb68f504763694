package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What sellers charge for the tokens of one model. The id is that of the model.
 *
 * @param id catalog id of the model, and name of the file
 * @param sellers prices by the name of the seller, such as {@code deepseek-api}, or of one's own
 *     list
 */
public record TokenPriceBook(String id, Map<String, TokenPrice> sellers) implements Entry {

  public TokenPriceBook {
    Require.notEmpty("sellers", sellers.keySet());
    sellers.keySet().forEach(seller -> Tariff.requireName("sellers/" + seller, seller));
    sellers = Collections.unmodifiableMap(new TreeMap<>(sellers));
  }

  /** A price of cached input above that of uncached input: most likely the two were exchanged. */
  @Override
  public Optional<InvalidValueException> contradiction() {
    for (Map.Entry<String, TokenPrice> seller : sellers.entrySet()) {
      TokenPrice price = seller.getValue();
      if (price.dollarsPerMillionCachedInputTokens()
          > price.dollarsPerMillionUncachedInputTokens()) {
        return Optional.of(
            new InvalidValueException(
                "sellers/" + seller.getKey() + "/dollarsPerMillionCachedInputTokens",
                price.dollarsPerMillionCachedInputTokens(),
                "at most the price of uncached input, "
                    + price.dollarsPerMillionUncachedInputTokens()));
      }
    }
    return Optional.empty();
  }

  /** This book with the sellers of a later book of the model in place of its own. */
  TokenPriceBook under(TokenPriceBook later) {
    Map<String, TokenPrice> all = new LinkedHashMap<>(sellers);
    all.putAll(later.sellers);
    return new TokenPriceBook(id, all);
  }

  /** The names of the sellers. */
  List<String> parts() {
    return List.copyOf(sellers.keySet());
  }

  /** This book for a variant of its model, with prices whose sources say that they are copied. */
  TokenPriceBook of(String otherId) {
    Map<String, TokenPrice> copied = new LinkedHashMap<>();
    sellers.forEach((seller, price) -> copied.put(seller, price.copiedFrom(id)));
    return new TokenPriceBook(otherId, copied);
  }

  /**
   * Prices of tokens, with their day and source.
   *
   * @param dollarsPerMillionUncachedInputTokens price of input that the seller has to compute
   * @param dollarsPerMillionCachedInputTokens price of input that the seller finds in its cache;
   *     that of uncached input where the seller states none
   * @param dollarsPerMillionOutputTokens price of generated tokens
   * @param asOf day on which the prices were true; null where their owner states none
   * @param source origin of the prices
   */
  public record TokenPrice(
      @Measured(value = Dimension.DOLLARS_PER_MILLION_TOKENS, of = Plausible.TOKEN_PRICE)
          double dollarsPerMillionUncachedInputTokens,
      @Measured(
              value = Dimension.DOLLARS_PER_MILLION_TOKENS,
              orZero = true,
              of = Plausible.TOKEN_PRICE)
          double dollarsPerMillionCachedInputTokens,
      @Measured(value = Dimension.DOLLARS_PER_MILLION_TOKENS, of = Plausible.TOKEN_PRICE)
          double dollarsPerMillionOutputTokens,
      @Nullable LocalDate asOf,
      String source)
      implements Serializable {

    public TokenPrice {
      Require.inRange(
          TokenPrice.class,
          "dollarsPerMillionUncachedInputTokens",
          dollarsPerMillionUncachedInputTokens);
      Require.inRange(
          TokenPrice.class,
          "dollarsPerMillionCachedInputTokens",
          dollarsPerMillionCachedInputTokens);
      Require.inRange(
          TokenPrice.class, "dollarsPerMillionOutputTokens", dollarsPerMillionOutputTokens);
      if (source.isBlank()) {
        throw new InvalidValueException("source", "is blank: a price needs a source.");
      }
    }

    @JsonCreator
    static TokenPrice of(
        @JsonProperty("dollarsPerMillionUncachedInputTokens") double uncached,
        @JsonProperty("dollarsPerMillionCachedInputTokens") Optional<Double> cached,
        @JsonProperty("dollarsPerMillionOutputTokens") double output,
        @JsonProperty("asOf") Optional<LocalDate> asOf,
        @JsonProperty("source") String source) {
      return new TokenPrice(uncached, cached.orElse(uncached), output, asOf.orElse(null), source);
    }

    /** How the prices came about. */
    public Provenance provenance() {
      return Provenance.of(source);
    }

    private TokenPrice copiedFrom(String model) {
      return source.startsWith(Provenance.VARIANT.prefix())
          ? this
          : new TokenPrice(
              dollarsPerMillionUncachedInputTokens,
              dollarsPerMillionCachedInputTokens,
              dollarsPerMillionOutputTokens,
              asOf,
              Provenance.VARIANT.prefix() + "the price of " + model + "; " + source);
    }
  }
}
