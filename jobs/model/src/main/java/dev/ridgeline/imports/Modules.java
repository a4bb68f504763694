package dev.ridgeline.imports;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.CompressedAttention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.TensorGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * The matrices of a model with the names that checkpoints give them. They are as fine as lists of
 * modules that are left at 16 bits tell them apart.
 */
final class Modules {

  /**
   * One matrix, or all matrices of one name.
   *
   * @param name canonical name, such as {@code layers.3.mlp.experts.0.up_proj}
   * @param group tensor group that an entry counts it in
   * @param parameters number of weights
   * @param layer layer of the model that has it; -1 outside layers
   * @param neverQuantized whether engines and checkpoints keep it at 16 bits without a list
   */
  record Module(
      String name, TensorGroup group, double parameters, int layer, boolean neverQuantized) {}

  private final List<Module> all = new ArrayList<>();
  private final double hidden;
  private int layer = -1;

  private Modules(double hidden) {
    this.hidden = hidden;
  }

  static List<Module> of(Model model, ModelShape shape) {
    Modules modules = new Modules(model.hiddenSize());
    modules.add("embed_tokens", TensorGroup.EMBEDDING, model.embeddingParameters());
    if (!model.tiedEmbeddings()) {
      modules.add("lm_head", TensorGroup.EMBEDDING, model.embeddingParameters());
    }
    for (ModelShape.Layer next : shape.layers()) {
      modules.layer++;
      modules.addAttention(next.attentionName() + ".", next.attention(), model.hiddenSize());
      modules.addFeedForward(next, shape.haveLatentsPlain());
    }
    return modules.all;
  }

  private void add(String name, TensorGroup group, double parameters) {
    if (parameters > 0) {
      all.add(new Module(name, group, parameters, layer, false));
    }
  }

  private void addAttention(String name, Attention attention, int hiddenSize) {
    double all = attention.projectionParameters(hiddenSize);
    if (attention instanceof Attention.GroupedQuery gqa) {
      double dim = gqa.headDim();
      double query = hidden * gqa.heads() * dim;
      double gate = gqa.outputGate() ? query : 0;
      addMixer(name + "q_proj", query + gate);
      addMixer(name + "k_proj", hidden * gqa.kvHeads() * dim);
      addMixer(name + "v_proj", hidden * gqa.kvHeads() * dim);
      addMixer(name + "o_proj", query);
      double index = hidden * gqa.indexer().headDim();
      addMixer(name + "index_q_proj", index * gqa.indexer().heads());
      addMixer(name + "index_k_proj", index);
    } else if (attention instanceof Attention.Latent mla) {
      double width = (double) mla.heads() * (mla.nopeHeadDim() + mla.ropeHeadDim());
      double rank = mla.queryLoraRank();
      double out = (double) mla.heads() * mla.valueHeadDim() * hidden;
      addMixer(name + "q_proj", rank > 0 ? 0 : hidden * width);
      addMixer(name + "q_a_proj", hidden * rank);
      addMixer(name + "q_b_proj", rank * width);
      addMixer(name + "kv_a_proj_with_mqa", hidden * (mla.kvLoraRank() + mla.ropeHeadDim()));
      addMixer(
          name + "kv_b_proj",
          (double) mla.kvLoraRank() * mla.heads() * (mla.nopeHeadDim() + mla.valueHeadDim()));
      addMixer(name + "o_proj", out);
      addMixer(name + "g_proj", mla.outputGate() ? out : 0);
      Attention.Indexer indexer = mla.indexer();
      addMixer(name + "indexer.wq_b", rank * indexer.heads() * indexer.headDim());
      addMixer(name + "indexer.wk", hidden * indexer.headDim());
      addMixer(name + "indexer.weights_proj", hidden * indexer.heads());
    } else if (attention instanceof CompressedAttention compressed) {
      addCompressed(name, compressed);
    } else if (attention instanceof Attention.Linear linear) {
      double keys = (double) linear.keyHeads() * linear.keyHeadDim();
      double values = (double) linear.valueHeads() * linear.valueHeadDim();
      double inputs = hidden * (2 * keys + values);
      addMixer(name + "in_proj_qkv", inputs);
      addMixer(name + "out_proj", hidden * values);
      if (linear.rule() == Attention.Linear.Rule.GATED_DELTA) {
        addMixer(name + "in_proj_z", hidden * values);
        addMixer(name + "in_proj_a", hidden * linear.valueHeads());
        addMixer(name + "in_proj_b", hidden * linear.valueHeads());
      } else {
        addMixer(name + "gates", all - inputs - hidden * values);
      }
    } else if (attention instanceof Attention.StateSpace ssm) {
      double inner = (double) ssm.heads() * ssm.headDim();
      addMixer(name + "out_proj", hidden * inner);
      addMixer(name + "in_proj", all - hidden * inner);
    }
  }

  private void addCompressed(String name, CompressedAttention attention) {
    double width = (double) attention.heads() * attention.headDim();
    double rank = attention.queryLoraRank();
    double output = attention.outputLoraRank();
    addMixer(name + "wq_a", hidden * rank);
    addMixer(name + "wq_b", rank * width);
    addMixer(name + "wkv", hidden * attention.headDim());
    addMixer(name + "wo_a", width * output);
    addMixer(name + "wo_b", attention.outputGroups() * output * hidden);
    Attention.Indexer indexer = attention.indexer();
    addMixer(name + "indexer.wq_b", rank * indexer.heads() * indexer.headDim());
    double plain = hidden * (attention.compressedWidth() + indexer.heads());
    if (plain > 0) {
      all.add(new Module(name + "compressor", TensorGroup.ATTENTION, plain, layer, true));
    }
  }

  private void addMixer(String name, double parameters) {
    add(name, TensorGroup.ATTENTION, parameters);
  }

  private void addFeedForward(ModelShape.Layer of, boolean latentsArePlain) {
    String name = usual(of.ffnName());
    FeedForward ffn = of.ffn();
    if (ffn instanceof FeedForward.Dense dense) {
      addMatrices(name, TensorGroup.DENSE_FFN, dense.gated(), hidden * dense.intermediateSize());
    } else if (ffn instanceof FeedForward.MixtureOfExperts moe) {
      add(name + "gate", TensorGroup.ROUTER, hidden * moe.experts());
      double expert = moe.expertWidth(hidden) * moe.expertIntermediateSize() * moe.experts();
      addMatrices(usual(of.expertsName()) + "0.", TensorGroup.EXPERTS, moe.gated(), expert);
      double shared = hidden * moe.sharedIntermediateSize();
      addMatrices(usual(of.sharedName()), TensorGroup.SHARED_EXPERTS, moe.gated(), shared);
      double latent = hidden * moe.latentSize();
      if (latentsArePlain) {
        TensorGroup group = TensorGroup.SHARED_EXPERTS;
        all.add(new Module(name + "routed_expert_proj", group, 2 * latent, layer, true));
      } else {
        add(name + "fc1_latent_proj", TensorGroup.SHARED_EXPERTS, latent);
        add(name + "fc2_latent_proj", TensorGroup.SHARED_EXPERTS, latent);
      }
    }
  }

  private static String usual(String name) {
    return name.replace("block_sparse_moe", "mlp") + ".";
  }

  private void addMatrices(String name, TensorGroup group, boolean gated, double each) {
    add(name + "gate_proj", group, gated ? each : 0);
    add(name + "up_proj", group, each);
    add(name + "down_proj", group, each);
  }
}
