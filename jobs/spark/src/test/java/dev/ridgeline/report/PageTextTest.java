package dev.ridgeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts and numbers as a page has them. */
class PageTextTest {

  @Test
  void noTextEndsTheElementThatItStandsIn() {
    String written = PageJson.write(Map.of("</script>", List.of("<!--", "a & b", 0.1)));
    assertThat(written).doesNotContain("<", ">", "&").contains("\\u003c/script\\u003e", "0.1");
    assertThat(PageJson.parse(written).get("</script>").get(0).asText()).isEqualTo("<!--");
    assertThat(Html.escaped("<b a='\"'>&")).isEqualTo("&lt;b a=&#39;&quot;&#39;&gt;&amp;");
  }

  @ParameterizedTest
  @CsvSource({"0.0004612, 0.000461", "0.25, 0.25", "3.7448, 3.74", "12345.6, '12,300'", "0, 0"})
  void numbersHaveThreeDigits(double value, String text) {
    assertThat(Words.number(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"10, 10 s", "1.904, 1.9 s", "0.05, 50 ms", "0.0000021, 2.1 us"})
  void timesHaveTheirUnit(double seconds, String text) {
    assertThat(Words.seconds(seconds)).isEqualTo(text);
  }

  @Test
  void theAcceleratorsOfAMixStandBeforeLinkAndTier() {
    assertThat(Answers.hardware("b200 > h200-sxm + b200, host-ddr5, ib-ndr-400"))
        .isEqualTo("b200 > h200-sxm + b200");
    assertThat(Answers.hardware("chip[memory 2, price 3] > b200, ib-ndr-400"))
        .isEqualTo("chip[memory 2, price 3] > b200");
    assertThat(Answers.hardware("b200")).isEqualTo("b200");
  }
}
