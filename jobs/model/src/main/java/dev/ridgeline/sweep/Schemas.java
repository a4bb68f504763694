package dev.ridgeline.sweep;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.config.FieldDocs;
import dev.ridgeline.config.JsonSchema;
import dev.ridgeline.measurement.ConventionSet;
import dev.ridgeline.measurement.Conventions;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * JSON Schemas of all files that users write: catalog entries, conventions of measurements, and
 * sweeps.
 */
final class Schemas {

  private Schemas() {}

  /**
   * Returns the schemas by name: each folder of the catalogs, {@code measurements} among them, and
   * {@code sweep}.
   *
   * @param docs descriptions of the fields
   */
  static SortedMap<String, String> all(FieldDocs docs) {
    SortedMap<String, String> schemas = new TreeMap<>();
    for (CatalogKind<?> kind : CatalogKind.ALL) {
      schemas.put(kind.folder(), kind.jsonSchema(docs));
    }
    schemas.put(
        ConventionSet.FOLDER,
        JsonSchema.of(Conventions.class, "Conventions of a publisher of measurements", docs));
    schemas.put("sweep", JsonSchema.of(SweepFile.class, "A sweep", docs));
    return schemas;
  }
}
