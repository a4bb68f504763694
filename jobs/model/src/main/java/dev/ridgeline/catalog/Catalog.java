package dev.ridgeline.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries of one kind, by id.
 *
 * @param kind kind of the entries
 * @param byId the entries
 * @param origins by entry, the file of each of its parts; the part is empty where an entry is from
 *     one file. Entries that no file has are missing
 * @param <E> type of an entry
 */
public record Catalog<E extends Entry>(
    CatalogKind<E> kind, SortedMap<String, E> byId, Map<String, Map<String, String>> origins) {

  public Catalog {
    byId = Collections.unmodifiableSortedMap(new TreeMap<>(byId));
    origins = Map.copyOf(origins);
  }

  /** A catalog of entries that no file has. */
  public Catalog(CatalogKind<E> kind, SortedMap<String, E> byId) {
    this(kind, byId, Map.of());
  }

  /** This catalog with more entries. An entry with a known id replaces the earlier one. */
  Catalog<E> with(Collection<E> more) {
    TreeMap<String, E> all = new TreeMap<>(byId);
    more.forEach(entry -> all.put(entry.id(), entry));
    return new Catalog<>(kind, all, origins);
  }

  public Optional<E> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The message for an unknown id, with the known ids and the nearest of them. */
  public String unknown(String id) {
    return kind.unknown(id, byId.keySet());
  }

  /** All entries in order of their ids. */
  public Collection<E> entries() {
    return byId.values();
  }
}
