package dev.ridgeline.catalog;

import dev.ridgeline.config.NearestName;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries of one kind, by id.
 *
 * @param noun what one entry is called in messages, "accelerator"
 * @param byId the entries
 */
public record Catalog<E extends Entry>(String noun, SortedMap<String, E> byId) {

  public Catalog {
    byId = Collections.unmodifiableSortedMap(new TreeMap<>(byId));
  }

  public static <E extends Entry> Catalog<E> of(String noun, Collection<E> entries) {
    TreeMap<String, E> byId = new TreeMap<>();
    entries.forEach(entry -> byId.put(entry.id(), entry));
    return new Catalog<>(noun, byId);
  }

  /** This catalog with more entries. */
  public Catalog<E> with(Collection<E> more) {
    TreeMap<String, E> all = new TreeMap<>(byId);
    more.forEach(entry -> all.put(entry.id(), entry));
    return new Catalog<>(noun, all);
  }

  public Optional<E> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The message for an id that is not here: what is known, and what may have been meant. */
  public String unknown(String id) {
    return "unknown " + noun + " '" + id + "'." + NearestName.advice(id, byId.keySet());
  }

  /** All entries in order of their ids. */
  public Collection<E> entries() {
    return byId.values();
  }
}
