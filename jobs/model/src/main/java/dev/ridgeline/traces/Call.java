package dev.ridgeline.traces;

/**
 * A call of the model in a trace.
 *
 * @param startSeconds when the request came; NaN where the trace does not say
 * @param endSeconds when its last token came; NaN where the trace does not say
 * @param waitSeconds wait between the last token of the turn before and this request; NaN where it
 *     follows from the times
 * @param promptTokens whole prompt, cached and new
 * @param outputTokens tokens generated
 * @param cachedTokens part of the prompt that earlier requests left; NaN where the trace does not
 *     say
 */
record Call(
    double startSeconds,
    double endSeconds,
    double waitSeconds,
    double promptTokens,
    double outputTokens,
    double cachedTokens) {}
