package dev.ridgeline.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Ranges of options, which picocli does not check. */
final class WholeNumbers {

  private WholeNumbers() {}

  /**
   * Requires the value of an option to lie in a range.
   *
   * @throws ParameterException when it does not: a message, the usage, and exit code 2
   */
  static void require(CommandSpec spec, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(),
          option
              + " is "
              + value
              + ". Allowed: a whole number from "
              + least
              + " to "
              + most
              + ".");
    }
  }
}
