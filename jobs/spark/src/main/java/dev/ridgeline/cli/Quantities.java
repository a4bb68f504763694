package dev.ridgeline.cli;

import dev.ridgeline.units.Plausible;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options that take a quantity with a unit, such as {@code --tpot 40ms}. */
final class Quantities {

  /** The word for no limit, which is the default of latency targets. */
  static final String NONE = "none";

  private Quantities() {}

  /**
   * Reads the value of an option.
   *
   * @return the value in SI units; infinite for {@link #NONE}
   * @throws TypeConversionException for a text that is no such quantity; the exit code is then 2
   */
  static double limit(Plausible kind, String text) {
    if (text.strip().equals(NONE)) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      return kind.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /** A target for the time to first token. */
  static final class Ttft implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      return limit(Plausible.TTFT, text);
    }
  }

  /** A target for the time per output token. */
  static final class Tpot implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      return limit(Plausible.TPOT, text);
    }
  }
}
