package dev.ridgeline.table;

import dev.ridgeline.space.DesignSpace;

/** A table of Spark whose column {@code cell} numbers the cells of a design space. */
public interface CellTable {

  /**
   * The design space.
   *
   * @throws dev.ridgeline.config.ConfigException when the catalogs of a written run have changed
   */
  DesignSpace space();
}
