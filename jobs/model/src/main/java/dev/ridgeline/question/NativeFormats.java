package dev.ridgeline.question;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * The number formats that a question tries where it names none: those that an accelerator
 * multiplies in hardware, from 8 bits down. An accelerator without them gets 16 bits.
 */
final class NativeFormats {

  private NativeFormats() {}

  /** Ids of the formats of the catalog, at least one. */
  static List<String> of(Model model, Accelerator accelerator, Catalogs catalogs) {
    List<String> ids = new ArrayList<>();
    if (has(accelerator, Precision.FP8)) {
      ids.add("fp8");
    } else if (has(accelerator, Precision.INT8)) {
      ids.add("int8");
    } else {
      ids.add("bf16");
    }
    if (has(accelerator, Precision.FP4)) {
      // Released checkpoints of models with latents leave their attention in 16 bits.
      ids.add(hasLatents(model) ? "nvfp4-mla" : "nvfp4");
    }
    ids.removeIf(id -> catalogs.quantizations().find(id).isEmpty());
    return ids.isEmpty() ? List.copyOf(catalogs.quantizations().byId().keySet()) : ids;
  }

  private static boolean has(Accelerator accelerator, Precision precision) {
    return accelerator.peakFlopsPerSecond().containsKey(precision);
  }

  private static boolean hasLatents(Model model) {
    return model.layers().stream().anyMatch(group -> group.attention() instanceof Attention.Latent);
  }
}
