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
                  text("id", "Id of the workflow.", Workflow::id),
                  text("name", "Name of the workflow.", Workflow::name),
                  whole("turns", "", "Model calls in one task.", Workflow::turns),
                  whole(
                      "first_prompt_tokens",
                      "tokens",
                      "Length of the first turn's prompt.",
                      Workflow::firstPromptTokens),
                  whole(
                      "appended_tokens",
                      "tokens",
                      "Tokens that each later turn appends.",
                      Workflow::appendedTokens),
                  whole(
                      "output_tokens",
                      "tokens",
                      "Tokens generated in each turn.",
                      Workflow::outputTokens),
                  real(
                      "tool_wait_s",
                      "s",
                      "Mean wait for tools between turns.",
                      Workflow::toolWaitSeconds),
                  real(
                      "prefix_reuse",
                      "",
                      "Share of the earlier context found in the cache.",
                      Workflow::prefixReuse),
                  Sources.column(Workflow::sources))),
          Catalogs::workflows);

  private WorkflowTable() {}
}
