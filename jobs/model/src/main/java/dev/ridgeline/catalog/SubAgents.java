package dev.ridgeline.catalog;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;

/**
 * Sub-agents that a task forks at once. Each inherits the context of its parent, whose state is
 * held once for all of them, and has turns of its own behind it. The parent goes on when all are
 * done. Their answers are part of the tokens that its next turn appends.
 *
 * @param count sub-agents in flight at once; 0 where a task forks none
 * @param afterTurn turn of the parent after which they begin; they stand in place of the wait that
 *     follows it
 * @param turns model calls of each sub-agent
 * @param appendedTokens tokens that each of its turns appends; those of the first are its order
 * @param outputTokens tokens that it generates in each turn
 */
public record SubAgents(
    @Measured(value = Dimension.SEQUENCES, orZero = true) int count,
    @Measured(Dimension.TURNS) int afterTurn,
    @Measured(Dimension.TURNS) int turns,
    @Measured(Dimension.TOKENS) int appendedTokens,
    @Measured(Dimension.TOKENS) int outputTokens)
    implements Serializable {

  /** A task that does all of its work itself. */
  public static final SubAgents NONE = new SubAgents(0, 1, 1, 1, 1);

  public SubAgents {
    Require.inRange(SubAgents.class, "count", count);
    Require.inRange(SubAgents.class, "afterTurn", afterTurn);
    Require.inRange(SubAgents.class, "turns", turns);
    Require.inRange(SubAgents.class, "appendedTokens", appendedTokens);
    Require.inRange(SubAgents.class, "outputTokens", outputTokens);
  }

  /** Whether a task forks any. */
  public boolean exist() {
    return count > 0;
  }
}
