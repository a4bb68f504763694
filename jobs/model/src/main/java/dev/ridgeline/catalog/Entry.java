package dev.ridgeline.catalog;

import dev.ridgeline.config.InvalidValueException;
import java.io.Serializable;
import java.util.Optional;

/** An entry of a catalog. Sweeps refer to it by its id, and its file is named after it. */
public interface Entry extends Serializable {

  String id();

  /**
   * A number that contradicts others of the entry. Readers of files report it. Variants of a sweep
   * may have one, because they change a number on purpose.
   */
  default Optional<InvalidValueException> contradiction() {
    return Optional.empty();
  }
}
