package dev.ridgeline.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries of one kind, by id.
 *
 * @param kind kind of the entries
 * @param byId the entries
 * @param <E> type of an entry
 */
public record Catalog<E extends Entry>(CatalogKind<E> kind, SortedMap<String, E> byId) {

  public Catalog {
    byId = Collections.unmodifiableSortedMap(new TreeMap<>(byId));
  }

  static <E extends Entry> Catalog<E> of(CatalogKind<E> kind, Collection<E> entries) {
    return new Catalog<>(kind, new TreeMap<>()).with(entries);
  }

  /** This catalog with more entries. An entry with a known id replaces the earlier one. */
  Catalog<E> with(Collection<E> more) {
    TreeMap<String, E> all = new TreeMap<>(byId);
    more.forEach(entry -> all.put(entry.id(), entry));
    return new Catalog<>(kind, all);
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
