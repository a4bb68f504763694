package dev.ridgeline.imports;

/** How the configs of a family of models are read: keys become layers. */
@FunctionalInterface
interface Family {

  /** Reads all keys that define layers, and adds the layers. */
  void read(ConfigKeys config, ModelShape shape);
}
