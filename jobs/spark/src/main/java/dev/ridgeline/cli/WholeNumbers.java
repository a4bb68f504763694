package dev.ridgeline.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Ranges of options with whole numbers, which picocli does not check. */
final class WholeNumbers {

  private WholeNumbers() {}

  /**
   * Checks that the value of an option lies in a range.
   *
   * @throws ParameterException when it does not; the exit code is then 2
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
