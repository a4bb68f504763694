package dev.ridgeline.space;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.config.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fields of the axis of engines: ids of catalog entries, or {@code default}. */
record EngineFields(Optional<List<String>> engines) implements AxisFields<EngineChoice> {

  private static final String PATH = "/axes/engines";

  @Override
  public List<EngineChoice> values(Lookup lookup) {
    List<String> names = engines.orElse(List.of(EngineChoice.DEFAULT_LABEL));
    lookup.requireValues(PATH, names);
    lookup.requireDistinct(PATH, names);
    List<EngineChoice> choices = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (String name : lookup.names(names.get(i))) {
        Optional<Engine> engine = lookup.catalogs().engines().find(name);
        if (name.equals(EngineChoice.DEFAULT_LABEL)) {
          choices.add(EngineChoice.DEFAULT);
        } else if (engine.isPresent()) {
          choices.add(new EngineChoice(engine.get()));
        } else if (lookup.catalogs().engines().lacks(name)) {
          List<String> known = new ArrayList<>(lookup.catalogs().engines().byId().keySet());
          known.add(EngineChoice.DEFAULT_LABEL);
          lookup.problem(
              PATH + "/" + i,
              "unknown "
                  + CatalogKind.ENGINES.noun()
                  + " '"
                  + name
                  + "'."
                  + NearestName.advice(name, known));
        }
      }
    }
    return choices;
  }
}
