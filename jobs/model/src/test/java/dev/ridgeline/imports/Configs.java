package dev.ridgeline.imports;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Configs of published models: the keys that define layers, without those of tokens and training.
 */
final class Configs {

  static final Path FOLDER = Path.of("src/test/resources/dev/ridgeline/imports");

  private Configs() {}

  static Path file(String name) {
    return FOLDER.resolve(name + ".json");
  }

  static ImportedModel read(String name) {
    return ModelImport.of(file(name)).read();
  }

  static ModelImport with(Path config, Optional<Path> index, List<String> ignored) {
    return new ModelImport(
        config,
        index,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ignored);
  }
}
