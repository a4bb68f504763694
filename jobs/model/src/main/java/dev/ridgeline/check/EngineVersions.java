package dev.ridgeline.check;

import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.Engine;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the engine of the catalog that stands for one of a family at some version or day. Ids of
 * engines are a family and a version, such as {@code vllm-0.10}.
 */
final class EngineVersions {

  /** The version in an id, and in what publishers write, such as {@code image:v0.5.12-cu130}. */
  private static final Pattern OF_ID = Pattern.compile("(.*)-(\\d+)\\.(\\d+)");

  private static final Pattern PUBLISHED = Pattern.compile("^(?:.*:)?v?(\\d+)\\.(\\d+)");

  private final List<Versioned> known;

  private record Versioned(Engine engine, String family, Version version) {}

  private record Version(int major, int minor) implements Comparable<Version> {

    static Optional<Version> of(Matcher matcher, int group) {
      try {
        int major = Integer.parseInt(matcher.group(group));
        return Optional.of(new Version(major, Integer.parseInt(matcher.group(group + 1))));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    @Override
    public int compareTo(Version other) {
      return Comparator.comparingInt(Version::major)
          .thenComparingInt(Version::minor)
          .compare(this, other);
    }
  }

  EngineVersions(Catalog<Engine> engines) {
    this.known =
        engines.entries().stream()
            .flatMap(engine -> versioned(engine).stream())
            .sorted(Comparator.comparing(Versioned::version))
            .toList();
  }

  private static Optional<Versioned> versioned(Engine engine) {
    Matcher id = OF_ID.matcher(engine.id());
    return id.matches()
        ? Version.of(id, 2).map(version -> new Versioned(engine, id.group(1), version))
        : Optional.empty();
  }

  /**
   * Returns the newest engine of a family that is not newer than a version, or without a version
   * not newer than a day. Where all are newer, it is the oldest; without version and day, the
   * newest.
   *
   * @param published version, tag or image as published; may be empty
   * @return empty where the catalog has no engine of the family
   */
  Optional<Engine> of(String family, String published, Optional<LocalDate> day) {
    List<Versioned> ofFamily = known.stream().filter(one -> one.family().equals(family)).toList();
    if (ofFamily.isEmpty()) {
      return Optional.empty();
    }
    Matcher written = PUBLISHED.matcher(published);
    Optional<Version> version = written.find() ? Version.of(written, 1) : Optional.empty();
    Engine found = ofFamily.get(0).engine();
    for (Versioned candidate : ofFamily) {
      boolean isReleased =
          version.isPresent()
              ? candidate.version().compareTo(version.get()) <= 0
              : day.isEmpty() || !candidate.engine().asOf().isAfter(day.get());
      found = isReleased ? candidate.engine() : found;
    }
    return Optional.of(found);
  }
}
