package dev.ridgeline.catalog;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;

/**
 * How an engine stores the state of sequences.
 *
 * @param pageTokens tokens of a page: a sequence takes whole pages
 * @param outputShare share of its output for which a running sequence holds memory: 1 where it is
 *     provisioned, about half where pages are taken as they fill
 * @param windowsKeepChunk whether layers with a window also keep the tokens of the current pass
 * @param sparseLatentBytes bytes of a latent in a layer with an indexer and an 8-bit cache; 0 for
 *     those that follow from its elements
 * @param recurrentShare share of the room that is set apart for recurrent state in models that have
 *     both; 0 where all layers draw from one pool
 */
public record EngineState(
    @Measured(Dimension.TOKENS) int pageTokens,
    @Measured(Dimension.SHARE) double outputShare,
    boolean windowsKeepChunk,
    @Measured(value = Dimension.BYTES, orZero = true, of = Plausible.ELEMENT_BYTES)
        double sparseLatentBytes,
    @Measured(value = Dimension.SHARE, orZero = true) double recurrentShare)
    implements Serializable {

  public EngineState {
    Require.inRange(EngineState.class, "pageTokens", pageTokens);
    Require.inRange(EngineState.class, "outputShare", outputShare);
    Require.inRange(EngineState.class, "sparseLatentBytes", sparseLatentBytes);
    Require.inRange(EngineState.class, "recurrentShare", recurrentShare);
  }
}
