package dev.ridgeline.space;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.config.Measured;
import dev.ridgeline.deployment.Formats;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.PromptsPerStep;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.workload.ContextPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fields of axes whose values are plain: names of catalog entries, numbers or keywords. */
final class PlainFields {

  private PlainFields() {}

  record Models(List<String> models) implements AxisFields<Model> {
    @Override
    public List<Model> values(Lookup lookup) {
      return lookup.entries("/axes/models", models, CatalogKind.MODELS);
    }
  }

  record Quantizations(List<FormatNames> quantizations) implements AxisFields<Formats> {
    @Override
    public List<Formats> values(Lookup lookup) {
      String path = "/axes/quantizations";
      lookup.requireValues(path, quantizations);
      lookup.requireDistinct(path, quantizations.stream().map(FormatNames::toString).toList());
      List<Formats> all = new ArrayList<>();
      for (int i = 0; i < quantizations.size(); i++) {
        FormatNames names = quantizations.get(i);
        if (names.isOne()) {
          lookup.named(path + "/" + i, names.decode(), CatalogKind.QUANTIZATIONS).stream()
              .map(Formats::new)
              .forEach(all::add);
        } else {
          all.addAll(pairs(path + "/" + i, names, lookup));
        }
      }
      return all;
    }

    private static List<Formats> pairs(String path, FormatNames names, Lookup lookup) {
      CatalogKind<Quantization> kind = CatalogKind.QUANTIZATIONS;
      List<Quantization> decodes = lookup.named(path + "/decode", names.decode(), kind);
      List<Formats> pairs = new ArrayList<>();
      for (Quantization prefill : lookup.named(path + "/prefill", names.prefill(), kind)) {
        decodes.forEach(decode -> pairs.add(new Formats(prefill, decode)));
      }
      return pairs;
    }
  }

  record Workflows(List<String> workflows) implements AxisFields<Workflow> {
    @Override
    public List<Workflow> values(Lookup lookup) {
      return lookup.entries("/axes/workflows", workflows, CatalogKind.WORKFLOWS);
    }
  }

  record Efficiencies(Optional<List<EfficiencyMode>> efficiency)
      implements AxisFields<EfficiencyMode> {
    @Override
    public List<EfficiencyMode> values(Lookup lookup) {
      List<EfficiencyMode> modes = efficiency.orElse(List.of(EfficiencyMode.CALIBRATED));
      lookup.requireValues("/axes/efficiency", modes);
      lookup.requireDistinct("/axes/efficiency", modes);
      return modes;
    }
  }

  record PromptsPerSteps(Optional<List<PromptsPerStep>> promptsPerStep)
      implements AxisFields<PromptsPerStep> {
    @Override
    public List<PromptsPerStep> values(Lookup lookup) {
      List<PromptsPerStep> values = promptsPerStep.orElse(List.of(PromptsPerStep.ENGINE));
      lookup.requireValues("/axes/promptsPerStep", values);
      lookup.requireDistinct("/axes/promptsPerStep", values);
      return values;
    }
  }

  record Contexts(Optional<List<ContextPoint>> contextTokens) implements AxisFields<ContextPoint> {
    @Override
    public List<ContextPoint> values(Lookup lookup) {
      List<ContextPoint> contexts = contextTokens.orElse(List.of(ContextPoint.Own.values()));
      if (contexts.isEmpty()) {
        lookup.problem(
            "/axes/contextTokens",
            "is empty. Maybe remove the axis to use the workflow's own contexts.");
      }
      lookup.requireDistinct("/axes/contextTokens", contexts);
      return contexts;
    }
  }

  record Batches(@Measured(Dimension.SEQUENCES) List<Integer> batch)
      implements AxisFields<Integer> {
    @Override
    public List<Integer> values(Lookup lookup) {
      lookup.requireValues("/axes/batch", batch);
      lookup.requireDistinct("/axes/batch", batch);
      return batch;
    }
  }

  record KvPolicies(Optional<List<KvPolicy>> kvPolicies) implements AxisFields<KvPolicy> {
    @Override
    public List<KvPolicy> values(Lookup lookup) {
      List<KvPolicy> policies = kvPolicies.orElse(List.of(KvPolicy.BEST));
      lookup.requireValues("/axes/kvPolicies", policies);
      lookup.requireDistinct("/axes/kvPolicies", policies);
      return policies;
    }
  }
}
