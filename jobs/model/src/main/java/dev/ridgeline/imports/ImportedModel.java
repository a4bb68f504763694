package dev.ridgeline.imports;

import dev.ridgeline.catalog.EntryYaml;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Entries that a config became.
 *
 * @param model the model
 * @param quantization the formats of its checkpoint; empty where the config names none
 */
public record ImportedModel(Model model, Optional<Quantization> quantization) {

  /** The text of each file, by its path below a directory of catalogs. */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("models/" + model.id() + ".yaml", EntryYaml.of(model));
    quantization.ifPresent(
        entry -> files.put("quantizations/" + entry.id() + ".yaml", EntryYaml.of(entry)));
    return files;
  }
}
