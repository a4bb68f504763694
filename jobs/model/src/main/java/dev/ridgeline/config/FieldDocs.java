package dev.ridgeline.config;

import java.util.Optional;

/** Descriptions of the fields that files have for records. */
@FunctionalInterface
public interface FieldDocs {

  /** Describes no field. */
  FieldDocs NONE = (record, field) -> Optional.empty();

  /**
   * Returns the description of a field in plain text; empty where there is none.
   *
   * @param record the record that the file describes
   * @param field the name of the field
   */
  Optional<String> of(Class<?> record, String field);
}
