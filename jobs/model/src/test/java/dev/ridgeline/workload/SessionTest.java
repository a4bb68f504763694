package dev.ridgeline.workload;

import static dev.ridgeline.testing.WorkflowBuilder.aWorkflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.config.InvalidValueException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The snowball by hand: 4 turns from 1,000 tokens, each appending 200 and generating 50. */
class SessionTest {

  private static final Session SESSION =
      new Session(
          aWorkflow()
              .turns(4)
              .firstPromptTokens(1000)
              .appendedTokens(200)
              .outputTokens(50)
              .prefixReuse(0.9)
              .build());

  @Test
  void eachTurnAddsWhatWasAppendedAndWhatWasGenerated() {
    assertThat(SESSION.promptTokens(1)).isEqualTo(1000);
    assertThat(SESSION.promptTokens(2)).isEqualTo(1250); // 1000 + 50 generated + 200 appended
    assertThat(SESSION.promptTokens(4)).isEqualTo(1750);
    assertThat(SESSION.peakPromptTokens()).isEqualTo(1750);
    assertThat(SESSION.meanPromptTokens()).isEqualTo((1000 + 1250 + 1500 + 1750) / 4.0);
  }

  @Test
  void theFirstTurnIsAllNewAndLaterOnesReuseTheirPrefix() {
    assertThat(SESSION.turn(1)).isEqualTo(new Request(1000, 0, 50));
    // Of 1,250 tokens 200 are appended; of the 1,050 before them nine tenths are cached.
    Request second = SESSION.turn(2);
    assertThat(second.cachedTokens()).isCloseTo(945, within(1e-9));
    assertThat(second.newTokens()).isCloseTo(200 + 105, within(1e-9));
    assertThat(second.peakContextTokens()).isEqualTo(1300);
    assertThat(second.meanDecodeContextTokens()).isEqualTo(1250 + 24.5);
  }

  @Test
  void aPromptShorterThanWhatATurnAppendsIsAllNew() {
    assertThat(SESSION.at(150)).isEqualTo(new Request(150, 0, 50));
  }

  /** Engines count prompt and output: 8,192 tokens with an output of o leave 8,192 - o. */
  @Test
  void aWholeRequestIsPromptAndOutput() {
    ContextPoint whole = ContextPoint.of(Map.of("request", 8192));
    int output = SESSION.workflow().outputTokens();
    assertThat(whole.promptTokens(SESSION)).isEqualTo(8192 - output);
    assertThat(whole.request(SESSION.workflow()).promptTokens()).isEqualTo(8192 - output);
    assertThat(whole.label()).isEqualTo("request-8192");
    assertThat(ContextPoint.of("request-8192")).isEqualTo(whole);
    assertThatThrownBy(() -> ContextPoint.of(Map.of("request", output)).session(SESSION.workflow()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void contextsAreNumbersOrPointsOfTheWorkflow() {
    assertThat(ContextPoint.of(8192).promptTokens(SESSION)).isEqualTo(8192);
    assertThat(ContextPoint.of("mean").promptTokens(SESSION)).isEqualTo(1375);
    assertThat(ContextPoint.of("peak").promptTokens(SESSION)).isEqualTo(1750);
    assertThat(ContextPoint.of(Map.of("prompt", 8192)).promptTokens(SESSION)).isEqualTo(8192);
    assertThatThrownBy(() -> ContextPoint.of(Map.of("promt", 8192)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("{prompt: tokens}, {request: tokens}");
    assertThatThrownBy(() -> ContextPoint.of("max")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> ContextPoint.of(0)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> SESSION.promptTokens(5)).isInstanceOf(IllegalArgumentException.class);
  }
}
