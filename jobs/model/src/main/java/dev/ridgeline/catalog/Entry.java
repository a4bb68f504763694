package dev.ridgeline.catalog;

import java.io.Serializable;

/** An entry of a catalog. Sweeps refer to it by its id, and its file is named after it. */
public interface Entry extends Serializable {

  String id();
}
