package dev.ridgeline.traces;

/** What is kept of a conversation while a trace is read: its length, and its last call. */
final class Conversation {

  private int turns;
  private double promptTokens;
  private double outputTokens;
  private double startSeconds = Double.NaN;
  private double endSeconds = Double.NaN;

  int turns() {
    return turns;
  }

  /** Prompt of the last call. */
  double promptTokens() {
    return promptTokens;
  }

  /** Context after the last call: its prompt and what it generated. */
  double contextTokens() {
    return promptTokens + outputTokens;
  }

  double startSeconds() {
    return startSeconds;
  }

  double endSeconds() {
    return endSeconds;
  }

  void add(Call call) {
    turns++;
    promptTokens = call.promptTokens();
    outputTokens = call.outputTokens();
    startSeconds = call.startSeconds();
    endSeconds = call.endSeconds();
  }
}
