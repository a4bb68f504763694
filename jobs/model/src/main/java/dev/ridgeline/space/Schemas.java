package dev.ridgeline.space;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Drafter;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.catalog.MemoryTier;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.config.JsonSchema;
import java.util.SortedMap;
import java.util.TreeMap;

/** JSON Schemas of everything a user writes. */
public final class Schemas {

  private Schemas() {}

  /** The schemas by what they describe: a folder of the catalogs, or {@code sweep}. */
  public static SortedMap<String, String> all() {
    SortedMap<String, String> schemas = new TreeMap<>();
    schemas.put("models", JsonSchema.of(Model.class, "A language model"));
    schemas.put("accelerators", JsonSchema.of(Accelerator.class, "An accelerator"));
    schemas.put("quantizations", JsonSchema.of(Quantization.class, "A quantization scheme"));
    schemas.put("workflows", JsonSchema.of(Workflow.class, "An agent workflow"));
    schemas.put("links", JsonSchema.of(Link.class, "A link between pools"));
    schemas.put("memory-tiers", JsonSchema.of(MemoryTier.class, "A memory tier"));
    schemas.put("prices", JsonSchema.of(PriceBook.class, "Prices of an accelerator"));
    schemas.put(
        "efficiency", JsonSchema.of(EfficiencyProfile.class, "Efficiency of an accelerator"));
    schemas.put("drafters", JsonSchema.of(Drafter.class, "What drafts tokens for a model"));
    schemas.put("sweep", JsonSchema.of(SweepFile.class, "A sweep"));
    return schemas;
  }
}
