package dev.ridgeline.config;

import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The dimension of a number in a record, which has its unit in files and its range. Where the
 * component is a list or a map, it is that of each number in it. Every number that files write has
 * one.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Measured {

  Dimension value();

  /** Whether 0 is allowed too, such as for a cost that may be absent. */
  boolean orZero() default false;

  /**
   * The kind of thing that the number is of, at most one. It has the narrower range that readers of
   * files check. Every number with a unit or a price has one.
   */
  Plausible[] of() default {};
}
