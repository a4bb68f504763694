package dev.ridgeline.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.RecordEditor;
import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The catalogs as text for people: the list of kinds, the entries of one kind, or one entry with
 * all numbers and sources.
 */
public final class CatalogReport {

  private final Catalogs catalogs;

  public CatalogReport(Catalogs catalogs) {
    this.catalogs = catalogs;
  }

  /**
   * A report on catalogs, of which only what it needs is read.
   *
   * @param kind the folder that the report is about; empty for the list of kinds
   * @throws ConfigException for an unknown kind, or with all problems of the files that are read
   */
  public static CatalogReport of(CatalogDirectories directories, Optional<String> kind) {
    if (kind.isEmpty()) {
      return new CatalogReport(directories.read());
    }
    List<CatalogKind<?>> kinds = CatalogKind.ALL;
    List<String> folders = kinds.stream().map(CatalogKind::folder).toList();
    requireKind(kind.get(), folders);
    CatalogKind<?> asked = kinds.get(folders.indexOf(kind.get()));
    return new CatalogReport(CatalogLoader.loadOne(directories, asked, kinds));
  }

  /**
   * Returns the requested text.
   *
   * @param kind a folder of the catalogs; empty for the list of kinds
   * @param id an entry of that kind; empty for all entries
   * @throws ConfigException for an unknown kind or entry, with the nearest name
   */
  public String text(Optional<String> kind, Optional<String> id) {
    if (kind.isEmpty()) {
      return counts();
    }
    Catalog<?> catalog = catalog(kind.get());
    return id.isEmpty() ? lines(catalog) : describe(catalog, id.get());
  }

  /**
   * Returns one entry as the text of a file that reads back as the same entry.
   *
   * @throws ConfigException for an unknown kind or entry, with the nearest name
   */
  public String yaml(String kind, String id) {
    return EntryYaml.of(entry(catalog(kind), id));
  }

  /**
   * Returns the requested entries as rows of the first table of their kind, or the kinds with their
   * numbers of entries.
   *
   * @param kind a folder of the catalogs; empty for the list of kinds
   * @param id an entry of that kind; empty for all entries
   * @throws ConfigException for an unknown kind or entry, with the nearest name
   */
  public Rows rows(Optional<String> kind, Optional<String> id) {
    if (kind.isEmpty()) {
      List<List<@Nullable Object>> counts = new ArrayList<>();
      for (CatalogKind<?> each : catalogs.kinds()) {
        counts.add(Rows.row(each.folder(), catalogs.of(each).entries().size()));
      }
      return Rows.of(List.of("kind", "entries"), counts);
    }
    Catalog<?> catalog = catalog(kind.get());
    Rows rows = rows(catalog.kind().tables().get(0));
    if (id.isEmpty()) {
      return rows;
    }
    String known = entry(catalog, id.get()).id();
    // The first column of every table is the id of an entry.
    return Rows.of(
        rows.names(), rows.values().stream().filter(row -> known.equals(row.get(0))).toList());
  }

  private <R> Rows rows(CatalogTable<R> table) {
    return Rows.of(table.table(), table.rows(catalogs));
  }

  private String counts() {
    StringBuilder text = new StringBuilder();
    for (CatalogKind<?> kind : catalogs.kinds()) {
      int entries = catalogs.of(kind).entries().size();
      text.append(String.format(Locale.ROOT, "%-14s %d%n", kind.folder(), entries));
    }
    return text.toString();
  }

  private Catalog<?> catalog(String folder) {
    List<String> folders = catalogs.kinds().stream().map(CatalogKind::folder).toList();
    requireKind(folder, folders);
    return catalogs.of(catalogs.kinds().get(folders.indexOf(folder)));
  }

  private static void requireKind(String folder, List<String> folders) {
    if (!folders.contains(folder)) {
      throw new ConfigException(
          "catalog", "unknown kind '" + folder + "'." + NearestName.advice(folder, folders));
    }
  }

  private static Entry entry(Catalog<?> catalog, String id) {
    return catalog
        .find(id)
        .map(found -> (Entry) found)
        .orElseThrow(() -> new ConfigException("catalog", catalog.unknown(id)));
  }

  private static <E extends Entry> String lines(Catalog<E> catalog) {
    StringBuilder text = new StringBuilder();
    for (E entry : catalog.entries()) {
      String summary = catalog.kind().summary().apply(entry);
      text.append(String.format(Locale.ROOT, "%-28s %s%n", entry.id(), summary));
    }
    return text.toString();
  }

  /** All fields of an entry in SI units, followed by all sources and files. */
  private static String describe(Catalog<?> catalog, String id) {
    Entry entry = entry(catalog, id);
    ObjectNode tree = new RecordEditor().tree(entry);
    JsonNode sources = tree.remove("sources");
    StringBuilder text = new StringBuilder();
    append(text, "", tree);
    if (sources != null) {
      text.append(String.format("%nSources%n"));
      sources
          .properties()
          .forEach(
              source ->
                  text.append(
                      String.format("  %s: %s%n", source.getKey(), source.getValue().asText())));
    }
    appendFiles(text, catalog.origins().getOrDefault(id, Map.of()));
    return text.toString();
  }

  /** The file of the entry, or of each of its parts. */
  private static void appendFiles(StringBuilder text, Map<String, String> byPart) {
    text.append(String.format("%nFiles%n"));
    new TreeMap<>(byPart)
        .forEach(
            (part, file) ->
                text.append(String.format("  %s%s%n", part.isEmpty() ? "" : part + ": ", file)));
  }

  private static void append(StringBuilder text, String indent, JsonNode node) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      text.append(indent).append(field.getKey()).append(':');
      if (value.isArray()) {
        text.append(String.format("%n"));
        value.forEach(
            element -> text.append(String.format("%s  - %s%n", indent, element.toString())));
      } else if (value.isObject()) {
        text.append(String.format("%n"));
        append(text, indent + "  ", value);
      } else {
        text.append(String.format(" %s%n", value.asText()));
      }
    }
  }
}
