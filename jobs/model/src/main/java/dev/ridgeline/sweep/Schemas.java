package dev.ridgeline.sweep;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.config.JsonSchema;
import java.util.SortedMap;
import java.util.TreeMap;

/** JSON Schemas of everything a user writes. */
public final class Schemas {

  private Schemas() {}

  /** The schemas by what they describe: a folder of the catalogs, or {@code sweep}. */
  public static SortedMap<String, String> all() {
    SortedMap<String, String> schemas = new TreeMap<>();
    for (CatalogKind<?> kind : CatalogKind.ALL) {
      schemas.put(kind.folder(), kind.jsonSchema());
    }
    schemas.put("sweep", JsonSchema.of(SweepFile.class, "A sweep"));
    return schemas;
  }
}
