package dev.ridgeline.sweep;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Entry;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.RecordEditor;
import dev.ridgeline.space.Product;
import dev.ridgeline.units.Limits;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The entries that a sweep makes from those of the catalogs. They make it possible to explore
 * devices, models and workflows that do not exist.
 */
final class VariantFamilies {

  private final Document<SweepFile> document;
  private final List<Problem> problems;
  private final RecordEditor editor = new RecordEditor();
  private final Map<String, List<String>> members = new HashMap<>();
  private Catalogs catalogs;

  /** Number of variants of all families so far. */
  private BigInteger made = BigInteger.ZERO;

  private VariantFamilies(Document<SweepFile> document, Catalogs catalogs, List<Problem> problems) {
    this.document = document;
    this.catalogs = catalogs;
    this.problems = problems;
  }

  /** Makes all variants of a sweep, and reports every problem with them. */
  static VariantFamilies of(
      Document<SweepFile> document, Catalogs catalogs, List<Problem> problems) {
    VariantFamilies families = new VariantFamilies(document, catalogs, problems);
    List<SweepFile.Variants> written = document.value().variants().orElse(List.of());
    for (int i = 0; i < written.size(); i++) {
      families.add("/variants/" + i, written.get(i));
    }
    return families;
  }

  /** The catalogs, with all variants among their entries. */
  Catalogs catalogs() {
    return catalogs;
  }

  /** Returns the names that a name in an axis stands for: the members of a family, or itself. */
  List<String> expand(String name) {
    return members.getOrDefault(name, List.of(name));
  }

  /** Changes that make one variant, with a label that lists them. */
  private record Change(String label, Map<String, Double> scale, Map<String, Double> set) {}

  private void add(String path, SweepFile.Variants family) {
    int slash = family.of().indexOf('/');
    String folder = slash < 0 ? family.of() : family.of().substring(0, slash);
    String base = slash < 0 ? "" : family.of().substring(slash + 1);
    if (members.putIfAbsent(family.id(), new ArrayList<>()) != null) {
      problem(path + "/id", "is a second '" + family.id() + "'. Allowed: each name once.");
      return;
    }
    if (!folder.equals(CatalogKind.ACCELERATORS.folder()) && family.price().isPresent()) {
      problem(path + "/price", "is for variants of accelerators only.");
    }
    List<CatalogKind<?>> kinds =
        catalogs.kinds().stream().filter(CatalogKind::standsAlone).toList();
    kinds.stream()
        .filter(kind -> kind.folder().equals(folder))
        .findFirst()
        .ifPresentOrElse(kind -> add(path, family, base, kind), () -> unknown(path, folder, kinds));
  }

  private void unknown(String path, String folder, List<CatalogKind<?>> kinds) {
    List<String> folders = kinds.stream().map(CatalogKind::folder).toList();
    problem(
        path + "/of", "unknown catalog '" + folder + "'." + NearestName.advice(folder, folders));
  }

  /**
   * Adds variants of an entry, and copies for each of them the entries of other catalogs about the
   * original.
   */
  private <E extends Entry> void add(
      String path, SweepFile.Variants family, String base, CatalogKind<E> kind) {
    List<E> made = made(path, family, base, catalogs.of(kind));
    for (CatalogKind<?> other : catalogs.kinds()) {
      if (other.isAbout(kind)) {
        addAbout(other, base, made);
      }
    }
    catalogs = catalogs.with(kind, made);
    if (kind.equals(CatalogKind.ACCELERATORS)) {
      family.price().ifPresent(rule -> addPrices(path + "/price", rule, base, made));
    }
  }

  private <A extends Entry> void addAbout(
      CatalogKind<A> kind, String base, List<? extends Entry> variants) {
    Optional<A> original = catalogs.of(kind).find(base);
    Optional<CatalogKind.OfVariant<A>> ofVariant =
        kind.subject().flatMap(CatalogKind.Subject::ofVariant);
    if (original.isPresent() && ofVariant.isPresent()) {
      List<A> copies = new ArrayList<>();
      for (Entry variant : variants) {
        copies.add(ofVariant.get().of(original.get(), variant.id()));
      }
      catalogs = catalogs.with(kind, copies);
    }
  }

  /** Changes the prices of variants of an accelerator by their difference in memory. */
  private void addPrices(
      String path, SweepFile.MemoryPrice rule, String base, List<? extends Entry> variants) {
    if (variants.isEmpty()) {
      return; // The problem that left none is reported.
    }
    Accelerator original = catalogs.accelerators().find(base).orElseThrow();
    List<PriceBook> books = new ArrayList<>();
    for (Entry variant : variants) {
      Accelerator accelerator = catalogs.accelerators().find(variant.id()).orElseThrow();
      double dollars = rule.dollars(original, accelerator);
      try {
        catalogs
            .prices()
            .find(variant.id())
            .ifPresent(book -> books.add(book.plus(dollars / rule.writtenOffHours(), dollars)));
      } catch (InvalidValueException e) {
        problem(path, "makes a price of '" + variant.id() + "' whose " + e.getMessage());
        return;
      }
    }
    catalogs = catalogs.with(CatalogKind.PRICES, books);
  }

  private <E extends Entry> List<E> made(
      String path, SweepFile.Variants family, String base, Catalog<E> catalog) {
    List<E> made = new ArrayList<>();
    if (catalog.find(base).isEmpty()) {
      problem(path + "/of", catalog.unknown(base));
      return made;
    }
    if (catalog.find(family.id()).isPresent()) {
      problem(path + "/id", "is '" + family.id() + "', which the catalog has already.");
      return made;
    }
    for (Change change : changes(path, family)) {
      try {
        ObjectNode tree = editor.tree(catalog.find(base).get());
        change.scale().forEach((field, factor) -> editor.change(tree, field, x -> x * factor));
        change.set().forEach((field, value) -> editor.change(tree, field, x -> value));
        editor.name(tree, family.id() + "[" + change.label() + "]");
        E entry = editor.record(tree, catalog.kind().type());
        requireNonNull(members.get(family.id())).add(entry.id());
        made.add(entry);
      } catch (InvalidValueException e) {
        String kind = change.scale().containsKey(e.field()) ? "/scale" : "/set";
        problem(path + kind, e.field() + " " + e.reason());
        return List.of();
      }
    }
    return made;
  }

  /** Returns all combinations of the given values; the last field varies fastest. */
  private List<Change> changes(String path, SweepFile.Variants family) {
    Product product = product(family);
    made = made.add(product.count());
    if (made.compareTo(BigInteger.valueOf(Limits.MOST_VARIANTS)) > 0) {
      problem(
          path,
          "makes "
              + product.count()
              + " variants ("
              + product
              + "). Allowed: at most "
              + Limits.MOST_VARIANTS
              + " variants of all families together.");
      return List.of();
    }
    List<Change> changes = List.of(new Change("", Map.of(), Map.of()));
    changes = combined(path + "/scale", changes, family.scale().orElse(Map.of()), true);
    changes = combined(path + "/set", changes, family.set().orElse(Map.of()), false);
    if (changes.size() == 1 && changes.get(0).label().isEmpty()) {
      problem(path, "changes nothing. Allowed: 'scale', 'set' or both.");
      return List.of();
    }
    return changes;
  }

  private static Product product(SweepFile.Variants family) {
    return new Product(
        Stream.of(family.scale(), family.set())
            .flatMap(Optional::stream)
            .flatMap(byField -> byField.values().stream())
            .map(List::size)
            .toList());
  }

  private List<Change> combined(
      String path, List<Change> changes, Map<String, List<Double>> byField, boolean scale) {
    List<Change> all = changes;
    for (Map.Entry<String, List<Double>> field : new TreeMap<>(byField).entrySet()) {
      if (field.getValue().isEmpty()) {
        problem(path + "/" + field.getKey(), "is empty. Allowed: at least one value.");
      }
      List<Change> next = new ArrayList<>();
      for (Change change : all) {
        for (double value : field.getValue()) {
          next.add(changedToo(change, field.getKey(), value, scale));
        }
      }
      all = next;
    }
    return all;
  }

  private static Change changedToo(Change change, String field, double value, boolean scale) {
    StringJoiner label = new StringJoiner(", ");
    if (!change.label().isEmpty()) {
      label.add(change.label());
    }
    String number =
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? Long.toString((long) value)
            : Double.toString(value);
    String name = field.substring(field.lastIndexOf('/') + 1);
    label.add(name + (scale ? " x" : " = ") + number);
    Map<String, Double> scaled = new TreeMap<>(change.scale());
    Map<String, Double> set = new TreeMap<>(change.set());
    (scale ? scaled : set).put(field, value);
    return new Change(label.toString(), scaled, set);
  }

  private void problem(String path, String message) {
    problems.add(document.problem(path, message));
  }
}
