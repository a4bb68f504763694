package dev.ridgeline.catalog;

import dev.ridgeline.config.InvalidValueException;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * A tariff: terms under which price books state the price of an hour. Our entries have three of
 * them. Users give their own any name, such as {@code vendor-b 3y}.
 *
 * @param label name of the tariff in price books, sweeps and tables
 */
public record Tariff(String label) implements PriceBasis {

  /** Rented by the hour, without commitment. */
  public static final Tariff ON_DEMAND = new Tariff("on-demand");

  /** Rented with a commitment. */
  public static final Tariff RESERVED = new Tariff("reserved");

  /** Owned: capital, power and operation spread over the hours used. */
  public static final Tariff OWNER = new Tariff("owner");

  /** The tariffs of our entries, in the order of tables and lists. */
  public static final List<String> OURS =
      List.of(ON_DEMAND.label(), RESERVED.label(), OWNER.label());

  private static final Comparator<String> OURS_FIRST =
      Comparator.<String>comparingInt(
              label -> OURS.contains(label) ? OURS.indexOf(label) : OURS.size())
          .thenComparing(Comparator.naturalOrder());

  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N} ._+/()%-]{0,58}[\\p{L}\\p{N}.+)%])?");

  /**
   * Requires that a text can be a name that users give to terms.
   *
   * @param field place of the name in messages
   * @throws InvalidValueException where it cannot
   */
  public static void requireName(String field, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          field,
          name,
          "a name of 1 to 60 letters, digits, spaces and . _ - + / ( ) %, which begins with a"
              + " letter or a digit and does not end in a space");
    }
  }

  /** The tariffs of a book in the order of lists: ours first, then the others by name. */
  static <P> Map<String, P> inOrder(Map<String, P> byLabel) {
    Map<String, P> sorted = new LinkedHashMap<>();
    byLabel.keySet().stream()
        .sorted(OURS_FIRST)
        .forEach(label -> sorted.put(label, byLabel.get(label)));
    return Collections.unmodifiableMap(sorted);
  }

  @Override
  public OptionalDouble dollarsPerHour(PriceBook book, Accelerator accelerator) {
    return book.price(this)
        .map(price -> OptionalDouble.of(price.dollarsPerHour()))
        .orElse(OptionalDouble.empty());
  }

  @Override
  public double utilization() {
    return 1;
  }

  @Override
  public Provenance provenance(PriceBook book) {
    return book.price(this)
        .map(price -> Provenance.of(price.source()))
        .orElse(Provenance.ASSUMPTION);
  }

  @Override
  public Optional<String> origin(PriceBook book) {
    return book.price(this).map(PriceBook.Price::origin);
  }
}
