package dev.ridgeline.check;

import dev.ridgeline.config.EnumName;
import java.util.Comparator;
import java.util.function.Function;

/** Groups in which errors are reported. */
public enum CheckGroup {
  MODEL(check -> check.prediction().setting().model().id()),
  ACCELERATOR(check -> check.prediction().setting().accelerator().id()),
  ENGINE(check -> check.point().software().engine()),
  FORMAT(check -> check.prediction().setting().quantization().id()),
  CONCURRENCY(
      check -> Integer.toString(band(check.prediction().setting().concurrency())),
      Comparator.comparingInt(Integer::parseInt)),
  SOURCE(check -> check.point().label().source());

  /** The last band, of all concurrencies above half of it. */
  private static final int LARGEST_BAND = 1 << 30;

  private final Function<Check, String> value;
  private final Comparator<String> order;

  CheckGroup(Function<Check, String> value) {
    this(value, Comparator.naturalOrder());
  }

  CheckGroup(Function<Check, String> value, Comparator<String> order) {
    this.value = value;
    this.order = order;
  }

  /** The group of a check that has a prediction. */
  String of(Check check) {
    return value.apply(check);
  }

  /** Order of the groups in reports. */
  Comparator<String> order() {
    return order;
  }

  /** The smallest power of two that is not below a concurrency. */
  private static int band(double concurrency) {
    int band = 1;
    while (band < concurrency && band < LARGEST_BAND) {
      band *= 2;
    }
    return band;
  }

  /** Name in requests and headings. */
  @Override
  public String toString() {
    return EnumName.of(this);
  }
}
