package dev.ridgeline.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers that nobody means: each is named, with what was probably meant. */
class PlausibleTest {

  @ParameterizedTest
  @CsvSource({
    "TTFT, 2s, 2",
    "TTFT, 2, 2",
    "TPOT, 40ms, 0.04",
    "TPOT, 40 ms, 0.04",
    "TPOT, 0.05, 0.05",
    "FLEET_POWER, 200kW, 200e3",
    "FLEET_POWER, 1.2 MW, 1.2e6",
    "FLEET_PRICE, 500, 500",
    "DEVICE_MEMORY, 288 GB, 288e9",
  })
  void flagsTakeQuantities(Plausible kind, String text, double value) {
    assertThat(kind.parse(text)).isCloseTo(value, within(1e-12 * value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TPOT | 40 | is '40', which is 40 s. Allowed for a time per output token: from 1 us to 10 s, | Maybe you meant '40 ms'.",
        "TPOT | 40 s | is '40 s'. Allowed for a time per output token: from 1 us to 10 s, | Maybe you meant '40 ms'.",
        "TTFT | 2000 | is '2000', which is 2000 s. | Maybe you meant '2000 ms'.",
        "FLEET_POWER | 200 | is '200', which is 200 W. Allowed for the power of a fleet: from 300 W to | Maybe you meant '200 kW'.",
        "FLEET_POWER | 200 W | is '200 W'. Allowed for the power of a fleet | Maybe you meant '200 kW'.",
        "DEVICE_MEMORY | 80 | is '80', which is 80 B. | because the smallest on sale is 230 MB of SRAM. Maybe you meant '80 GB'.",
        "DEVICE_BANDWIDTH | 3.35 B/s | is '3.35 B/s'. Allowed for the memory bandwidth | Maybe you meant '3.35 TB/s'.",
        "DEVICE_PEAK | 989.5 | is '989.5', which is 989.5 FLOP/s. | Maybe you meant '989.5 TFLOP/s'.",
        "LINK_BANDWIDTH | 50 | is '50', which is 50 B/s. | Maybe you meant '50 GB/s'.",
        "DEVICE_PRICE_PER_HOUR | 20000 | is '20000'. | to 1000 dollars an hour, because a purchase price in dollars belongs to 'capital'.",
        "ELECTRICITY_PRICE | 8 | is '8'. | because it is in dollars, not in cents.",
        "TTFT | 2 parsec | is '2 parsec'. | Allowed: a time to first token, such as '2 s'.",
        "FLEET_PRICE | 500 $ | is '500 $'. | Allowed: the dollars of a fleet's hour in dollars an hour, such as 500.",
        "TTFT | soon | is 'soon'. | such as '2 s'.",
        "TTFT | -2s | is '-2s'. | from 1 ms to",
        "TTFT | '' | is ''. | such as '2 s'.",
        "TTFT | 1e999 | is '1e999' | from 1 ms to",
      })
  void whatNobodyMeansIsNamed(Plausible kind, String text, String said, String advice) {
    assertThatThrownBy(() -> kind.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said)
        .hasMessageContaining(advice);
  }

  /** An example is plausible, and a plausible number is one that the arithmetic bears. */
  @ParameterizedTest
  @EnumSource(Plausible.class)
  void anExampleIsOneOfTheThings(Plausible kind) {
    Range range = kind.range();
    assertThat(range.has(kind.parse(kind.example()))).isTrue();
    assertThat(kind.dimension().range().has(range.least())).isTrue();
    assertThat(kind.dimension().range().has(range.most())).isTrue();
    assertThat(kind.problem("0", 0)).isPresent();
  }
}
