package dev.ridgeline.imports;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keys of configs that change neither the number of parameters nor what attention reads, and that
 * no family needs. Every other key that no family reads is a problem.
 */
final class HarmlessKeys {

  /** Identity of the file, of its tokenizer and of its tokens. */
  private static final Pattern BOOKKEEPING =
      Pattern.compile(
          "architectures|auto_map|_name_or_path|_attn_implementation.*|_experts_implementation|name"
              + "|transformers_version|transformers\\.js_config|torch_dtype|dtype|torchscript"
              + "|tokenizer_class|model_type|.*token(_id|_ids|_index|_indices|s_per_image)?"
              + "|.*_placeholder|is_decoder|is_encoder_decoder|language_model_only"
              + "|finetuning_task|id2label|label2id|problem_type|task_specific_params|prefix|unsloth.*"
              + "|use_return_dict|return_dict.*|output_(attentions|hidden_states|scores)"
              + "|image_.*|img_.*|video_.*|audio_.*|vision_.*|multimodal_.*|projector_.*"
              + "|process_image_mode|spatial_merge_size|use_unified_vision_chunk|ignore_index");

  /** Vision and audio towers: an entry is of the language model alone. */
  private static final Pattern TOWERS = Pattern.compile("(vision|audio|visual|speech)_config");

  /** Ways to draw the next token, which old configs hold. */
  private static final Set<String> GENERATION =
      Set.of(
          "bad_words_ids",
          "begin_suppress_tokens",
          "diversity_penalty",
          "do_sample",
          "early_stopping",
          "encoder_no_repeat_ngram_size",
          "exponential_decay_length_penalty",
          "length_penalty",
          "max_length",
          "min_length",
          "no_repeat_ngram_size",
          "num_beam_groups",
          "num_beams",
          "num_return_sequences",
          "remove_invalid_values",
          "repetition_penalty",
          "suppress_tokens",
          "temperature",
          "top_k",
          "top_p",
          "typical_p",
          "num_logits_to_keep",
          "use_cache",
          "chunk_size_feed_forward",
          "add_cross_attention",
          "cross_attention_hidden_size",
          "tie_encoder_decoder",
          "tf_legacy_loss",
          "use_bfloat16",
          "pruned_heads",
          "cache_implementation");

  /** Initial values, regularization and losses: matters of training. */
  private static final Pattern TRAINING =
      Pattern.compile(
          "initializer_.*|.*dropout(_p|_prob|_rate)?|.*_pdrop|aux_loss_alpha|seq_aux"
              + "|(router|moe)_(aux|z)_loss.*|router_jitter_noise|output_router_logits"
              + "|pretraining_tp|gradient_checkpointing.*|rescale_prenorm_residual|ep_size"
              + "|router_aux_loss_coef|z_loss.*|time_step_(floor|max|min|limit|rank)|mamba_dt_.*"
              + "|pretrain_seqlen|is_training|train_.*");

  /** Positions: rotary embeddings hold no parameters. */
  private static final Pattern POSITIONS =
      Pattern.compile(
          "rope_.*|rope|rotary_.*|partial_rotary_factor|mrope_.*|(local|global|swa)_rope.*"
              + "|original_max_position_embeddings|initial_context_length|beta_(fast|slow)"
              + "|(scaling|extrapolation|attn)_factor|attn_temperature.*|attn_scale|floor_scale"
              + "|no_rope_scaling|use_mrope|use_rope|yarn_.*|long_factor|short_factor"
              + "|indexer_rope_interleave|qk_pos_emb_.*");

  /** Constants of activations, norms, scores and routing. */
  private static final Pattern ARITHMETIC =
      Pattern.compile(
          ".*_eps|.*_epsilon|eps|hidden_act|hidden_activation|activation_function|mlp_hidden_act"
              + "|activation_situ.*|(attn|final|router)_logit_softcapping|query_pre_attn_scalar"
              + "|attention_multiplier|embedding_multiplier.*|logits_scaling|output_multiplier_scale"
              + "|attn_output_multiplier|max_attn_value|residual_multiplier|swiglu_(alpha|limit)"
              + "|norm_topk_prob|scoring_func|topk_group|n_group|num_expert_group|topk_method"
              + "|routed_scaling_factor|moe_renormalize|moe_router_(activation_func|dtype|use_.*)"
              + "|use_grouped_topk|apply_router_weight_on_input|router_.*_dtype|residual_in_fp32"
              + "|mamba_hidden_act|use_gemma_norm|layernorm_.*_(alpha|beta)|postnorm"
              + "|shared_moe_mode|moe_shared_expert_overlap|use_mamba_kernels|chunk_size"
              + "|clip_qkv|hc_eps|attention_value_scale|output_gate_type|num_reward_heads");

  /** Layers that draft tokens: an entry is of the model without them, which drafters/ describe. */
  private static final Pattern DRAFTING =
      Pattern.compile("num_nextn_predict_layers|(use_|num_)?mtp_.*|num_mtp_modules|use_mtp");

  private HarmlessKeys() {}

  static boolean has(String key) {
    return GENERATION.contains(key)
        || BOOKKEEPING.matcher(key).matches()
        || TOWERS.matcher(key).matches()
        || TRAINING.matcher(key).matches()
        || POSITIONS.matcher(key).matches()
        || ARITHMETIC.matcher(key).matches()
        || DRAFTING.matcher(key).matches();
  }

  /** Whether a config has a tower beside the language model. */
  static boolean isTower(String key) {
    return TOWERS.matcher(key).matches();
  }
}
