package dev.ridgeline.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries of one kind, by id.
 *
 * @param kind kind of the entries
 * @param byId the entries
 * @param origins by entry, the file of each of its parts; the part is empty where an entry is from
 *     one file. Entries that no file has are missing
 * @param broken ids of entries whose files could not be read, which are not reported as unknown too
 * @param <E> type of an entry
 */
public record Catalog<E extends Entry>(
    CatalogKind<E> kind,
    SortedMap<String, E> byId,
    Map<String, Map<String, String>> origins,
    Set<String> broken) {

  public Catalog {
    byId = Collections.unmodifiableSortedMap(new TreeMap<>(byId));
    origins = Map.copyOf(origins);
    broken = Set.copyOf(broken);
  }

  /** A catalog of entries that no file has. */
  public Catalog(CatalogKind<E> kind, SortedMap<String, E> byId) {
    this(kind, byId, Map.of(), Set.of());
  }

  /** This catalog with more entries. An entry with a known id replaces the earlier one. */
  Catalog<E> with(Collection<E> more) {
    TreeMap<String, E> all = new TreeMap<>(byId);
    more.forEach(entry -> all.put(entry.id(), entry));
    return new Catalog<>(kind, all, origins, broken);
  }

  /** This catalog without some entries. */
  Catalog<E> without(Collection<String> ids) {
    TreeMap<String, E> rest = new TreeMap<>(byId);
    rest.keySet().removeAll(ids);
    return new Catalog<>(kind, rest, origins, broken);
  }

  public Optional<E> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Whether there is neither an entry with the id, nor a file that could not be read. */
  public boolean lacks(String id) {
    return !byId.containsKey(id) && !broken.contains(id);
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
