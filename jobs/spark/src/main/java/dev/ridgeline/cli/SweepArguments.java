package dev.ridgeline.cli;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.sweep.Sweep;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Arguments of every command that reads a sweep: its file and the catalogs. */
final class SweepArguments {

  @Parameters(
      paramLabel = "SWEEP",
      description = "Sweep file, such as sweep-configs/quickstart.yaml.")
  private Path sweepFile;

  @Mixin private CatalogArguments catalogs;

  Path sweepFile() {
    return sweepFile;
  }

  CatalogDirectories catalogs() {
    return catalogs.directories();
  }

  Sweep readSweep() {
    return Sweep.read(sweepFile, catalogs.directories());
  }
}
