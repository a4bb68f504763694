package dev.ridgeline.catalog;

/** The names that the field has for kinds of attention. */
final class AttentionNames implements Attention.Kinds<String> {

  static final AttentionNames ALL = new AttentionNames();

  private AttentionNames() {}

  @Override
  public String groupedQuery(Attention.GroupedQuery attention) {
    if (attention.kvHeads() == 1) {
      return "MQA";
    }
    return attention.kvHeads() == attention.heads() ? "MHA" : "GQA";
  }

  @Override
  public String latent(Attention.Latent attention) {
    return "MLA";
  }

  @Override
  public String compressed(CompressedAttention attention) {
    return "compressed";
  }

  @Override
  public String linear(Attention.Linear attention) {
    return "linear";
  }

  @Override
  public String stateSpace(Attention.StateSpace attention) {
    return "state space";
  }

  @Override
  public String none() {
    return "none";
  }
}
