package dev.ridgeline.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test, or a class of tests, that runs programs which neither the JDK nor Maven brings.
 *
 * <p>Where one is missing the test is skipped, and the reason names the Debian packages and the
 * script that installs them. Where the environment variable {@value
 * NeedsProgramCondition#REQUIRED_VARIABLE} is "true" the test fails instead. {@link NeededPrograms}
 * tells a test where the programs are.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(NeedsProgramCondition.class)
public @interface NeedsProgram {

  /** Names of programs, each of which a folder of {@code PATH} has. */
  String[] value() default {};

  /** Modules that one and the same Python 3 can import. */
  String[] pythonModules() default {};

  /** The Debian packages that bring them. The script has each of them in its list. */
  String[] packages();
}
