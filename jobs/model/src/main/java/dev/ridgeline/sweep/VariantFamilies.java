package dev.ridgeline.sweep;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Entry;
import dev.ridgeline.config.Amounts;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.EnumName;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The entries that a sweep makes from those of the catalogs. They make it possible to explore
 * devices, models and workflows that do not exist.
 */
final class VariantFamilies {

  private static final int MOST_OF_LABEL = 100;

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

  /**
   * Makes all variants of a sweep, and reports every problem with them.
   *
   * @param names names of all families, also of those that could not be read, which have no members
   */
  static VariantFamilies of(
      Document<SweepFile> document, Catalogs catalogs, Set<String> names, List<Problem> problems) {
    VariantFamilies families = new VariantFamilies(document, catalogs, problems);
    List<SweepFile.Variants> written = document.value().variants().orElse(List.of());
    for (int i = 0; i < written.size(); i++) {
      families.add("/variants/" + i, written.get(i));
    }
    names.forEach(name -> families.members.putIfAbsent(name, List.of()));
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

  private void add(String path, SweepFile.Variants family) {
    int slash = family.of().indexOf('/');
    String folder = slash < 0 ? family.of() : family.of().substring(0, slash);
    String base = slash < 0 ? "" : family.of().substring(slash + 1);
    if (members.putIfAbsent(family.id(), new ArrayList<>()) != null) {
      problem(path + "/id", "is a second '" + family.id() + "'. Allowed: each name once.");
      return;
    }
    if (!folder.equals(CatalogKind.ACCELERATORS.folder())) {
      family.price().ifPresent(price -> ofAcceleratorsOnly(path + "/price"));
      family.basis().ifPresent(basis -> ofAcceleratorsOnly(path + "/basis"));
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

  private void ofAcceleratorsOnly(String path) {
    problem(path, "is for variants of accelerators only.");
  }

  /**
   * Adds variants of an entry, and copies for each of them the entries of other catalogs about the
   * original.
   */
  private <E extends Entry> void add(
      String path, SweepFile.Variants family, String base, CatalogKind<E> kind) {
    Catalogs before = catalogs;
    List<E> made = made(path, family, base, catalogs.of(kind));
    catalogs = catalogs.with(kind, made);
    for (CatalogKind<?> other : catalogs.kinds()) {
      if (other.isAbout(kind)) {
        addAbout(other, base, made);
      }
    }
    if (kind.equals(CatalogKind.ACCELERATORS) && !made.isEmpty()) {
      VariantTerms terms = new VariantTerms(before, base, family, path, this::problem);
      List<Accelerator> variants =
          made.stream().map(one -> catalogs.accelerators().byId().get(one.id())).toList();
      catalogs = terms.applied(catalogs, variants);
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

  private <E extends Entry> List<E> made(
      String path, SweepFile.Variants family, String base, Catalog<E> catalog) {
    List<E> made = new ArrayList<>();
    if (catalog.find(base).isEmpty()) {
      if (catalog.lacks(base)) {
        problem(path + "/of", catalog.unknown(base));
      }
      return made;
    }
    if (catalog.find(family.id()).isPresent()) {
      problem(path + "/id", "is '" + family.id() + "', which the catalog has already.");
      return made;
    }
    requireLabel(path, family);
    List<VariantChange> changes = changes(path, family);
    boolean isAlone = family.label().isPresent() && changes.size() == 1;
    for (VariantChange change : changes) {
      try {
        ObjectNode tree = editor.tree(catalog.find(base).get());
        change.applyTo(tree, editor, catalog.kind().type());
        if (tree.has("status") && !change.steps().isEmpty()) {
          editor.write(tree, "status", EnumName.of(Accelerator.Status.HYPOTHETICAL));
        }
        editor.name(tree, change.name(family.label().orElse(family.id()), isAlone));
        E entry = editor.record(tree, catalog.kind().type());
        if (catalogs.of(catalog.kind()).find(entry.id()).isPresent()) {
          problem(
              path + (family.label().isPresent() ? "/label" : "/id"),
              "makes a second '" + entry.id() + "'. Allowed: each name once.");
          return List.of();
        }
        requireNonNull(members.get(family.id())).add(entry.id());
        made.add(entry);
      } catch (InvalidValueException e) {
        problem(path + change.place(e.field()), change.reason(e));
        return List.of();
      }
    }
    return made;
  }

  private void requireLabel(String path, SweepFile.Variants family) {
    family
        .label()
        .filter(label -> label.isBlank() || label.length() > MOST_OF_LABEL || hasControls(label))
        .ifPresent(
            label ->
                problem(
                    path + "/label",
                    "is '"
                        + label
                        + "'. Allowed: a text of at most "
                        + MOST_OF_LABEL
                        + " characters on one line."));
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  /** Returns all combinations of the given values; the last field varies fastest. */
  private List<VariantChange> changes(String path, SweepFile.Variants family) {
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
    int before = problems.size();
    requireValues(path + "/scale", family.scale().orElse(Map.of()), VariantChange.FACTOR);
    requireValues(path + "/set", family.set().orElse(Map.of()), VariantChange.VALUE);
    if (product.factors().isEmpty() && family.label().isEmpty()) {
      problem(path, "changes nothing. Allowed: 'scale', 'set' or both.");
    }
    return problems.size() > before ? List.of() : VariantChange.all(family);
  }

  private void requireValues(
      String path, Map<String, Amounts> byField, Function<String, Optional<String>> wrong) {
    new TreeMap<>(byField)
        .forEach(
            (field, amounts) -> {
              if (amounts.written().isEmpty()) {
                problem(path + "/" + field, "is empty. Allowed: at least one value.");
              }
              for (int i = 0; i < amounts.written().size(); i++) {
                String place = path + "/" + field + amounts.place(i);
                wrong.apply(amounts.written().get(i)).ifPresent(why -> problem(place, why));
              }
            });
  }

  private static Product product(SweepFile.Variants family) {
    return new Product(
        Stream.concat(
                Stream.of(family.scale(), family.set())
                    .flatMap(Optional::stream)
                    .flatMap(byField -> byField.values().stream()),
                family.price().flatMap(VariantPrice::pricesOfMemory).stream())
            .map(amounts -> amounts.written().size())
            .toList());
  }

  private void problem(String path, String message) {
    problems.add(document.problem(path, message));
  }
}
