package dev.ridgeline.sweep;

import dev.ridgeline.config.Problem;
import dev.ridgeline.config.YamlReader;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The mean time to first token of turns up to which the column {@code max_sessions} counts, and
 * what decides it. The setting {@code turnTtftSeconds} of a sweep comes first. It is about nothing
 * else, so a target for requests does not change it. Then comes a target that a question asks for,
 * then that of the sweep, then the default.
 *
 * @param ttftSeconds longest mean time to first token of turns, in seconds
 * @param origin what decides it
 */
public record SessionTarget(double ttftSeconds, Origin origin) {

  /** Name of the column that counts sessions. */
  public static final String COLUMN = "max_sessions";

  /** What decides up to which time sessions are counted. */
  public enum Origin {
    SETTINGS("settings.turnTtftSeconds of the sweep"),
    OPTION("--ttft"),
    TARGETS("targets.ttftSeconds of the sweep"),
    DEFAULT("the default");

    private final String words;

    Origin(String words) {
      this.words = words;
    }
  }

  /** The target of a sweep that states nothing. */
  public static final SessionTarget DEFAULT =
      new SessionTarget(ServingSettings.TURN_TTFT_SECONDS, Origin.DEFAULT);

  /** The target of a sweep that states these settings and targets. */
  static SessionTarget of(Optional<SweepFile.Settings> settings, LatencyTargets targets) {
    return settings
        .flatMap(SweepFile.Settings::turnTtftSeconds)
        .map(seconds -> new SessionTarget(seconds, Origin.SETTINGS))
        .orElseGet(
            () ->
                Double.isInfinite(targets.ttftSeconds())
                    ? DEFAULT
                    : new SessionTarget(targets.ttftSeconds(), Origin.TARGETS));
  }

  /**
   * The target of the text of a sweep, which is read without its catalogs.
   *
   * @param file name of the text in messages
   */
  public static SessionTarget of(String file, String text) {
    List<Problem> problems = new ArrayList<>();
    Optional<SweepFile.Settings> settings =
        new YamlReader()
            .parse(file, text, SweepFile.class, problems)
            .flatMap(document -> document.value().settings());
    return of(settings, Sweep.targetsOf(file, text));
  }

  /**
   * The target of a question about the sweep that has a target of its own.
   *
   * @param asked longest time to first token that the question allows; infinite for any
   */
  public SessionTarget or(double asked) {
    return origin == Origin.SETTINGS || Double.isInfinite(asked)
        ? this
        : new SessionTarget(asked, Origin.OPTION);
  }

  /** Whether any of some expressions names the column. */
  public static boolean isReadBy(Stream<String> expressions) {
    return expressions.anyMatch(one -> one.matches("(?is).*\\b" + COLUMN + "\\b.*"));
  }

  /** The target as a clause, such as {@code at most 2 s (--ttft)}. */
  @Override
  public String toString() {
    return "at most " + seconds() + " (" + origin.words + ")";
  }

  /** What the column counts, as a sentence. */
  public String sentence() {
    return COLUMN + " counts the sessions of a replica with a mean turn_ttft_s of " + this + ".";
  }

  /** The time with its unit, such as {@code 2 s}. */
  public String seconds() {
    return Quantity.format(ttftSeconds, Dimension.SECONDS).replaceFirst("\\.?0+ ", " ");
  }
}
