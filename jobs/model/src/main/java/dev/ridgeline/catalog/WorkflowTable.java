package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;
import static dev.ridgeline.schema.Column.whole;

import dev.ridgeline.schema.Table;
import java.util.List;

/** The table {@code workflows}. */
final class WorkflowTable {

  static final CatalogTable<Workflow> WORKFLOWS =
      CatalogTable.ofEntries(
          new Table<>(
              "workflows",
              "One row for each agent workflow.",
              List.of(
                  text("id", "Workflow.", Workflow::id),
                  text("name", "Name.", Workflow::name),
                  whole("turns", "", "Model calls in one task.", Workflow::turns),
                  whole(
                      "first_prompt_tokens",
                      "tokens",
                      "Prompt of the first turn.",
                      Workflow::firstPromptTokens),
                  whole(
                      "appended_tokens",
                      "tokens",
                      "Appended by each later turn.",
                      Workflow::appendedTokens),
                  whole(
                      "output_tokens", "tokens", "Generated in each turn.", Workflow::outputTokens),
                  real("tool_wait_s", "s", "Mean wait between turns.", Workflow::toolWaitSeconds),
                  real(
                      "prefix_reuse",
                      "",
                      "Share of the earlier context found in the cache.",
                      Workflow::prefixReuse),
                  Sources.column(Workflow::sources))),
          Catalogs::workflows);

  private WorkflowTable() {}
}
