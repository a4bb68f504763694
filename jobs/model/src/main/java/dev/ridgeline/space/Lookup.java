package dev.ridgeline.space;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Entry;
import dev.ridgeline.deployment.ServingSettings;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sources from which the fields of axes get their values, and the place where they report
 * problems.
 *
 * @param catalogs entries that names stand for, variants of the sweep included
 * @param expand turns a name in an axis into the names that it stands for: the members of a family,
 *     or itself
 * @param settings engine and site assumptions of the sweep
 * @param problems receives the path of each problem in the file and its message
 */
public record Lookup(
    Catalogs catalogs,
    Function<String, List<String>> expand,
    ServingSettings settings,
    BiConsumer<String, String> problems) {

  void problem(String path, String message) {
    problems.accept(path, message);
  }

  /** Returns the names that a name in an axis stands for. */
  List<String> names(String name) {
    return expand.apply(name);
  }

  /**
   * Returns the entries that names stand for; reports names that are unknown, repeated or missing.
   */
  <E extends Entry> List<E> entries(String path, List<String> names, CatalogKind<E> kind) {
    requireValues(path, names);
    requireDistinct(path, names);
    List<E> entries = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      entries.addAll(named(path + "/" + i, names.get(i), kind));
    }
    return entries;
  }

  /** Returns the entries that one name stands for; reports a name that is unknown. */
  <E extends Entry> List<E> named(String path, String written, CatalogKind<E> kind) {
    List<E> entries = new ArrayList<>();
    for (String name : names(written)) {
      Optional<E> entry = catalogs.of(kind).find(name);
      if (catalogs.of(kind).lacks(name)) {
        problem(path, catalogs.of(kind).unknown(name));
      }
      entry.ifPresent(entries::add);
    }
    return entries;
  }

  void requireValues(String path, List<?> values) {
    if (values.isEmpty()) {
      problem(path, "is empty. Allowed: at least one value.");
    }
  }

  /**
   * Reports an axis that would have too many values, before they are made.
   *
   * @param most most values on the axis
   * @param products numbers of values of each entry of the axis
   * @return whether the values may be made
   */
  boolean requireCountable(String path, int most, Stream<Product> products) {
    List<Product> all = products.toList();
    BigInteger values = all.stream().map(Product::count).reduce(BigInteger.ZERO, BigInteger::add);
    if (values.compareTo(BigInteger.valueOf(most)) <= 0) {
      return true;
    }
    String made = all.stream().map(Product::toString).collect(Collectors.joining(" + "));
    problem(
        path,
        "has "
            + values
            + " values ("
            + made
            + "). Allowed: at most "
            + most
            + " values on an axis. Maybe split the sweep.");
    return false;
  }

  void requireDistinct(String path, List<?> values) {
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      if (!seen.add(values.get(i))) {
        problem(path + "/" + i, "is a second '" + values.get(i) + "'. Allowed: each value once.");
      }
    }
  }
}
