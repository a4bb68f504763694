package dev.ridgeline.catalog;

import static dev.ridgeline.testing.OwnershipBuilder.anOwner;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.accelerator;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an hour of an accelerator costs its owner, by hand. */
class OwnershipTest {

  /**
   * Cell 44. An owner who pays 40,000 $ for an accelerator of 700 W with 500 W of host, and 25 %
   * for what surrounds it, over 4 years; electricity at 0.10 $ and PUE 1.25; in use 80 % of the
   * time.
   */
  @Test
  void whatAnOwnerPaysForAnHour() {
    Accelerator h100 = accelerator("h100-sxm");
    LocalDate day = LocalDate.of(2026, 5, 1);
    PriceBook book =
        new PriceBook(
            "h100-sxm",
            Map.of("owner", new PriceBook.Price(1.17, day, "made up for this test")),
            new PriceBook.Capital(40_000, day, "made up for this test"));
    Ownership owner =
        anOwner("owner-4y")
            .years(4)
            .dollarsPerKilowattHour(0.10)
            .powerUsageEffectiveness(1.25)
            .utilization(0.8)
            .overheadShare(0.25)
            .build();

    double capital = 40_000 * 1.25 / (4 * 8760);
    double kilowatts = (700 + h100.energy().hostWatts()) / 1000;
    assertThat(owner.dollarsPerHour(book, h100).getAsDouble())
        .as("cell 44: capital over 4 years and power, in use 80 % of the time")
        .isCloseTo((capital + kilowatts * 1.25 * 0.10) / 0.8, ROUNDING);
    assertThat(Tariff.OWNER.dollarsPerHour(book, h100))
        .as("cell 44: a tariff is its price")
        .hasValue(1.17);
    assertThat(Tariff.ON_DEMAND.dollarsPerHour(book, h100))
        .as("cell 44: a tariff without a price")
        .isEmpty();
  }
}
