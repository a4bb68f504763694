package dev.ridgeline.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Marks a record that files write as one object with the fields of several other records. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface JoinedFields {

  /** Names the other records; the class has a constructor without parameters. */
  Class<? extends Parts> value();

  /** The records whose fields are joined. */
  interface Parts {
    List<Part> parts();
  }

  /**
   * One of the joined records.
   *
   * @param record its components are fields of the object
   * @param doc a description of the fields
   */
  record Part(Class<?> record, String doc) {}
}
