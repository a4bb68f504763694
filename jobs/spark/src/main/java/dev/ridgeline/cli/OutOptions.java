package dev.ridgeline.cli;

import dev.ridgeline.store.RunDirectory.Replacing;
import picocli.CommandLine.Option;

/** Options that allow a command to throw away what is at {@code --out}. */
final class OutOptions {

  @Option(
      names = "--overwrite",
      description =
          "Replaces a complete run at --out. It stays as it is until the new one is complete, but on"
              + " an object store, which is written in place.")
  private boolean overwrite;

  @Option(
      names = "--discard",
      description = "Throws the committed chunks of an unfinished run at --out away.")
  private boolean discard;

  Replacing replacing() {
    return new Replacing(overwrite, discard);
  }

  /** As {@link #replacing}, where a complete run may be replaced without being asked. */
  Replacing replacingComplete() {
    return new Replacing(true, discard);
  }
}
