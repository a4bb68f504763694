package dev.ridgeline.deployment;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The cycle in which one pool replaces every sequence of its batch once. */
class CycleTest {

  private static final int SAMPLES = 10_000;

  /**
   * Cell 68. Steps carry prompts or decodes. Eight sequences, two prompts in a step of 0.6 s, 100
   * decode steps of 0.02 s: four prefill steps and 100 decode steps make a cycle of 4.4 s. A
   * request has its first token after its own 0.6 s, and the other 3.8 s are its 100 tokens.
   */
  @Test
  void alternatingStepsAddUp() {
    Cycle cycle = Cycle.alternating(8, 2, 0.6, 0.6, 100, 0.02);

    assertThat(cycle.seconds()).as("cell 68: 4 x 0.6 + 100 x 0.02").isCloseTo(4.4, ROUNDING);
    assertThat(cycle.ttftSeconds()).as("cell 68: its own prefill").isEqualTo(0.6);
    assertThat(cycle.tpotSeconds(100)).as("cell 68: 3.8 s a 100").isCloseTo(0.038, ROUNDING);
  }

  /**
   * Cell 69. Decodes ride along. Eight sequences prefill one prompt at a time, each in 3 steps; 24
   * steps of a cycle carry prompts. A sequence decodes in 100 steps. 21 of them carry the prompts
   * of the 7 others, so 79 carry decodes alone. Decodes: 24 x 7 + 79 x 8 = 800.
   */
  @Test
  void decodesRideAlongWithPrompts() {
    double riding = Cycle.riding(8, 1, 3, 100);
    Cycle cycle = Cycle.mixing(8, 1, 3, 0.3, 0.3, 100, 0.02);

    assertThat(riding).as("cell 69: all but the one that prefills").isEqualTo(7);
    assertThat(cycle.steps()).as("cell 69: 100 - 7 x 3").isEqualTo(79);
    assertThat(24 * riding + cycle.steps() * 8).as("cell 69: 8 x 100 decodes").isEqualTo(800);
    assertThat(cycle.seconds()).as("cell 69: 8 x 0.3 + 79 x 0.02").isCloseTo(3.98, ROUNDING);
    assertThat(cycle.ttftSeconds()).as("cell 69: three steps").isEqualTo(0.3);
    assertThat(cycle.tpotSeconds(100)).as("cell 69: 3.68 s a 100").isCloseTo(0.0368, ROUNDING);
  }

  /**
   * Cell 70. Prompts bound the rate: 8 prompts of 30 steps fill 240 steps, and a sequence decodes
   * in 100 of them. Then 8 x 100 / 240 = 3.33 decodes ride in a step. A request waits for 110
   * steps, prefills in 30 and decodes in 100.
   */
  @Test
  void promptsInEveryStepMakeRequestsWait() {
    double riding = Cycle.riding(8, 1, 30, 100);
    Cycle cycle = Cycle.mixing(8, 1, 30, 3, 3, 100, 0.02);

    assertThat(riding).as("cell 70: 800 decodes in 240 steps").isCloseTo(800 / 240.0, ROUNDING);
    assertThat(cycle.steps()).as("cell 70: none without prompts").isZero();
    assertThat(cycle.seconds()).as("cell 70: 240 steps of 0.1 s").isCloseTo(24, ROUNDING);
    assertThat(cycle.ttftSeconds()).as("cell 70: 110 + 30 steps").isCloseTo(14, ROUNDING);
    assertThat(cycle.tpotSeconds(100)).as("cell 70: a step").isCloseTo(0.1, ROUNDING);
  }

  /** A request alone takes its prefill and its decode steps. */
  @Test
  void aRequestAloneWaitsForNobody() {
    Cycle cycle = Cycle.mixing(1, 1, 3, 0.3, 0.3, 100, 0.02);

    assertThat(Cycle.riding(1, 1, 3, 100)).isZero();
    assertThat(cycle.seconds()).isCloseTo(0.3 + 100 * 0.02, ROUNDING);
    assertThat(cycle.tpotSeconds(100)).isCloseTo(0.02, ROUNDING);
  }

  /** A cycle decodes every sequence to its end, whatever bounds it. */
  @Test
  void everySequenceIsDecodedToItsEnd() {
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < SAMPLES; i++) {
      double prompts = 1 + random.nextInt(4);
      double sequences = prompts * (1 + random.nextInt(60));
      double passes = 1 + random.nextInt(20);
      double steps = 1 + random.nextInt(2000);
      double riding = Cycle.riding(sequences, prompts, passes, steps);
      Cycle cycle = Cycle.mixing(sequences, prompts, passes, passes, passes, steps, 1);

      double inMixed = sequences / prompts * passes * riding;
      assertThat(inMixed + cycle.steps() * sequences)
          .as("decodes of %s sequences in %s steps each", sequences, steps)
          .isCloseTo(sequences * steps, ROUNDING);
      // Every step takes a second, so the cycle has as many steps as seconds.
      assertThat(cycle.seconds())
          .as("a sequence prefills and decodes in a cycle")
          .isGreaterThanOrEqualTo((passes + steps) * (1 - 1e-12));
      assertThat(cycle.ttftSeconds() + steps)
          .as("the rest of a cycle is TTFT")
          .isCloseTo(cycle.seconds(), ROUNDING);
    }
  }
}
