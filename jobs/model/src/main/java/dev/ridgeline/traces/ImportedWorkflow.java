package dev.ridgeline.traces;

import dev.ridgeline.catalog.EntryYaml;
import dev.ridgeline.catalog.Workflow;
import java.util.List;
import java.util.Map;

/**
 * The entry that a trace became.
 *
 * @param workflow the workflow
 * @param notes what was read and what was left out, a line each
 */
public record ImportedWorkflow(Workflow workflow, List<String> notes) {

  public ImportedWorkflow {
    notes = List.copyOf(notes);
  }

  /** The text of the file, by its path below a directory of catalogs. */
  public Map<String, String> files() {
    StringBuilder text = new StringBuilder();
    notes.forEach(note -> text.append("# ").append(note).append('\n'));
    text.append(EntryYaml.of(workflow));
    return Map.of("workflows/" + workflow.id() + ".yaml", text.toString());
  }
}
