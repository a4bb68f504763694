package dev.ridgeline.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quantities as people write and read them. */
class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "80 GB, BYTES, 80e9",
    "80 GiB, BYTES, 85899345920",
    "81559 MiB, BYTES, 85520809984",
    "512, BYTES, 512",
    "3.35 TB/s, BYTES_PER_SECOND, 3.35e12",
    "400 Gb/s, BYTES_PER_SECOND, 50e9",
    "989.5 TFLOP/s, FLOPS_PER_SECOND, 989.5e12",
    "20 PFLOP/s, FLOPS_PER_SECOND, 20e15",
    "3.61 us, SECONDS, 3.61e-6",
    "50 ms, SECONDS, 0.05",
    "2 s, SECONDS, 2",
    "1.2 kW, WATTS, 1200",
    "1e3, NUMBER, 1000",
    "1_000, NUMBER, 1000",
  })
  void aNumberAndItsUnitIsASiNumber(String text, Dimension dimension, double value) {
    assertThat(Quantity.parse(text, dimension)).isCloseTo(value, within(1e-12 * value));
  }

  @ParameterizedTest
  @CsvSource({
    "80 GB/s, BYTES",
    "80 gb, BYTES",
    "80 Gb, BYTES",
    "80 GB, BYTES_PER_SECOND",
    "989.5 TFLOPS, FLOPS_PER_SECOND",
    "5 min, SECONDS",
    "700 watt, WATTS",
    "80 GB, NUMBER",
    "many, BYTES",
    "NaN, BYTES",
    "1e, NUMBER",
    "'', BYTES",
  })
  void anythingElseIsRefusedWithAnExample(String text, Dimension dimension) {
    assertThatThrownBy(() -> Quantity.parse(text, dimension))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected " + Quantity.expectation(dimension));
  }

  @ParameterizedTest
  @CsvSource({
    "1.41e12, BYTES_PER_SECOND, 1.410 TB/s",
    "999960, BYTES, 1.000 MB",
    "0, BYTES, 0 B",
    "0.0123, SECONDS, 12.30 ms",
    "3.61e-6, SECONDS, 3.610 us",
    "12.5, SECONDS, 12.50 s",
  })
  void peopleReadFourDigitsAndAPrefix(double value, Dimension dimension, String text) {
    assertThat(Quantity.format(value, dimension)).isEqualTo(text);
  }
}
