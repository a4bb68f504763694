package dev.ridgeline.catalog;

import java.io.Serializable;

/** One entry of a catalog: it has an id, by which sweeps refer to it and files are named. */
public interface Entry extends Serializable {

  String id();
}
