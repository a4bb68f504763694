package dev.ridgeline.catalog;

import dev.ridgeline.config.ConfigException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All catalogs, and the files that they were read from.
 *
 * @param byKind the catalogs, in the order of their kinds
 * @param directories the directories that have the files
 * @param hashesByDirectory SHA-256 of each file by its path below its directory, which a run
 *     records; the base comes first, then the overlays in their order
 */
public record Catalogs(
    Map<CatalogKind<?>, Catalog<?>> byKind,
    CatalogDirectories directories,
    List<SortedMap<String, String>> hashesByDirectory) {

  public Catalogs {
    byKind.forEach(Catalogs::requireKind);
    byKind = Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
    hashesByDirectory =
        hashesByDirectory.stream()
            .map(hashes -> Collections.unmodifiableSortedMap(new TreeMap<>(hashes)))
            .toList();
  }

  private static void requireKind(CatalogKind<?> kind, Catalog<?> catalog) {
    if (!catalog.kind().equals(kind)) {
      throw new IllegalArgumentException(
          "a catalog of " + catalog.kind() + " stands under " + kind);
    }
  }

  /**
   * Reads every entry below {@code directory}.
   *
   * @throws ConfigException with all problems of all files
   */
  public static Catalogs read(Path directory) {
    return CatalogDirectories.of(directory).read();
  }

  /** The kinds of catalogs. */
  public List<CatalogKind<?>> kinds() {
    return List.copyOf(byKind.keySet());
  }

  /** The catalog of one kind. */
  @SuppressWarnings("unchecked") // The constructor saw that the catalog is of the kind.
  public <E extends Entry> Catalog<E> of(CatalogKind<E> kind) {
    return (Catalog<E>) Objects.requireNonNull(byKind.get(kind), () -> "no catalog of " + kind);
  }

  /**
   * These catalogs with more entries of one kind. An entry with a known id replaces the earlier
   * one.
   */
  public <E extends Entry> Catalogs with(CatalogKind<E> kind, Collection<E> more) {
    Map<CatalogKind<?>, Catalog<?>> all = new LinkedHashMap<>(byKind);
    all.put(kind, of(kind).with(more));
    return new Catalogs(all, directories, hashesByDirectory);
  }

  /** These catalogs without some entries of one kind. */
  public <E extends Entry> Catalogs without(CatalogKind<E> kind, Collection<String> ids) {
    Map<CatalogKind<?>, Catalog<?>> all = new LinkedHashMap<>(byKind);
    all.put(kind, of(kind).without(ids));
    return new Catalogs(all, directories, hashesByDirectory);
  }

  public Catalog<Model> models() {
    return of(CatalogKind.MODELS);
  }

  public Catalog<Accelerator> accelerators() {
    return of(CatalogKind.ACCELERATORS);
  }

  public Catalog<Quantization> quantizations() {
    return of(CatalogKind.QUANTIZATIONS);
  }

  public Catalog<Workflow> workflows() {
    return of(CatalogKind.WORKFLOWS);
  }

  public Catalog<Link> links() {
    return of(CatalogKind.LINKS);
  }

  public Catalog<MemoryTier> memoryTiers() {
    return of(CatalogKind.MEMORY_TIERS);
  }

  public Catalog<PriceBook> prices() {
    return of(CatalogKind.PRICES);
  }

  public Catalog<TokenPriceBook> tokenPrices() {
    return of(CatalogKind.TOKEN_PRICES);
  }

  public Catalog<EfficiencyProfile> efficiencies() {
    return of(CatalogKind.EFFICIENCIES);
  }

  public Catalog<Drafter> drafters() {
    return of(CatalogKind.DRAFTERS);
  }

  public Catalog<Engine> engines() {
    return of(CatalogKind.ENGINES);
  }
}
