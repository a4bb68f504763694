-- Each query states one claim of arXiv 2601.22001 over a run of paper-figures.yaml, and says in its
-- column `holds` whether this table bears it out. A query ends with a semicolon.
--   deploy/ridgeline sweep sweep-configs/paper-figures.yaml
--   deploy/ridgeline sql runs/paper-figures "<one of these>"

-- Decode of long-context agents stays far below the ridge point, prefill lies above it.
SELECT 'decode far below the ridge, prefill above' AS claim,
       max(decode_oi_flops_per_byte / decode_ridge_flops_per_byte) AS decode_oi_over_ridge,
       min(prefill_oi_flops_per_byte / prefill_ridge_flops_per_byte) AS prefill_oi_over_ridge,
       max(decode_oi_flops_per_byte / decode_ridge_flops_per_byte) < 0.2
         AND min(prefill_oi_flops_per_byte / prefill_ridge_flops_per_byte) > 1 AS holds
FROM cells
WHERE model = 'llama-3.1-70b' AND quantization = 'bf16' AND decode_tp = 1
  AND workflow IN ('coding', 'web-use', 'computer-use') AND context = 'peak' AND batch <= 16;

-- At a batch of 16, Llama-70B agents need more than one B200 has, and chat does not.
SELECT 'agents exceed one B200, chat does not' AS claim,
       min(CASE WHEN workflow <> 'chat' THEN batch * cf_bytes_per_request END) AS least_of_agents,
       max(CASE WHEN workflow = 'chat' THEN batch * cf_bytes_per_request END) AS chat,
       bool_and((batch * cf_bytes_per_request > 192e9) = (workflow <> 'chat')) AS holds
FROM cells
WHERE model = 'llama-3.1-70b' AND quantization = 'bf16' AND decode = 'b200' AND decode_tp = 1
  AND context = 'peak' AND batch = 16;

-- State grows with context most with multi-head attention, far less with grouped queries, least with latents.
SELECT 'KV footprint: MHA > GQA > MLA' AS claim, mha, gqa, mla, mha > 4 * gqa AND gqa > 4 * mla AS holds
FROM (SELECT max(CASE WHEN model = 'gpt-3-175b' THEN cf_kv_bytes_per_request END) AS mha,
             max(CASE WHEN model = 'llama-3.1-70b' THEN cf_kv_bytes_per_request END) AS gqa,
             max(CASE WHEN model = 'deepseek-v3' THEN cf_kv_bytes_per_request END) AS mla
      FROM cells WHERE quantization = 'bf16' AND context = '100000' AND decode_tp = 1);

-- The footprint with latent attention is nearly flat from a thousand to a hundred thousand tokens.
SELECT 'MLA footprint nearly flat' AS claim, mla_growth, mha_growth,
       mla_growth < 1.15 AND mha_growth > 10 AS holds
FROM (SELECT max(CASE WHEN model = 'deepseek-v3' AND context = '100000' THEN cf_bytes_per_request END)
               / max(CASE WHEN model = 'deepseek-v3' AND context = '1000' THEN cf_bytes_per_request END) AS mla_growth,
             max(CASE WHEN model = 'gpt-3-175b' AND context = '100000' THEN cf_bytes_per_request END)
               / max(CASE WHEN model = 'gpt-3-175b' AND context = '1000' THEN cf_bytes_per_request END) AS mha_growth
      FROM cells
      WHERE quantization = 'bf16' AND workflow = 'coding' AND batch = 16 AND decode_tp = 1 AND decode = 'b200');

-- Experts: all are resident, few are used, so the footprint is higher and the intensity lower than of a
-- dense model that activates more parameters.
SELECT 'MoE: higher CF, lower OI than dense' AS claim, moe_cf, dense_cf, moe_ffn_oi, dense_ffn_oi,
       moe_cf > dense_cf AND moe_ffn_oi < dense_ffn_oi AS holds
FROM (SELECT max(CASE WHEN model = 'deepseek-v3' THEN cf_bytes_per_request END) AS moe_cf,
             max(CASE WHEN model = 'llama-3.1-70b' THEN cf_bytes_per_request END) AS dense_cf,
             max(CASE WHEN model = 'deepseek-v3' THEN decode_ffn_oi_flops_per_byte END) AS moe_ffn_oi,
             max(CASE WHEN model = 'llama-3.1-70b' THEN decode_ffn_oi_flops_per_byte END) AS dense_ffn_oi
      FROM cells
      WHERE quantization = 'bf16' AND workflow = 'chat' AND context = 'mean' AND batch = 16 AND decode_tp = 1
        AND decode = 'b200');

-- All four quadrants of the plane are there.
SELECT 'four regimes occur' AS claim, array_sort(collect_set(regime)) AS regimes,
       array_contains(collect_set(regime), 'COMPUTE') AND array_contains(collect_set(regime), 'BANDWIDTH')
         AND array_contains(collect_set(regime), 'CAPACITY')
         AND array_contains(collect_set(regime), 'CAPACITY_AND_BANDWIDTH') AS holds
FROM (SELECT prefill_regime AS regime FROM cells UNION ALL SELECT decode_regime FROM cells);

-- Quantized weights shrink the footprint of short contexts, hardly that of long ones; a quantized KV cache
-- the other way round.
SELECT 'weights quantize short contexts, KV long ones' AS claim,
       weights_short, weights_long, kv_short, kv_long,
       weights_short < 0.5 AND weights_long > 0.9 AND kv_short > 0.9 AND kv_long < 0.6 AS holds
FROM (SELECT max(CASE WHEN quantization = 'w4a16' AND context = '1000' THEN cf_bytes_per_request END)
               / max(CASE WHEN quantization = 'bf16' AND context = '1000' THEN cf_bytes_per_request END) AS weights_short,
             max(CASE WHEN quantization = 'w4a16' AND context = '300000' THEN cf_bytes_per_request END)
               / max(CASE WHEN quantization = 'bf16' AND context = '300000' THEN cf_bytes_per_request END) AS weights_long,
             max(CASE WHEN quantization = 'w4a16-kv8' AND context = '1000' THEN cf_bytes_per_request END)
               / max(CASE WHEN quantization = 'w4a16' AND context = '1000' THEN cf_bytes_per_request END) AS kv_short,
             max(CASE WHEN quantization = 'w4a16-kv8' AND context = '300000' THEN cf_bytes_per_request END)
               / max(CASE WHEN quantization = 'w4a16' AND context = '300000' THEN cf_bytes_per_request END) AS kv_long
      FROM cells
      WHERE model = 'llama-3.1-70b' AND workflow = 'coding' AND batch = 16 AND decode_tp = 1 AND decode = 'b200');

-- Operators by quadrant: prefill attention and feed-forward are compute-bound. Decode feed-forward is
-- bandwidth-bound, nears the ridge with the batch, and shares its footprint among the batch. Decode attention
-- keeps 8 FLOP/B at every batch, and its footprint is each request's own.
SELECT 'operators stand in their quadrants' AS claim, prefill_attention, prefill_ffn, ffn_of_one, ffn_of_many,
       attention_of_one, attention_of_many,
       prefill_attention > 1 AND prefill_ffn > 1 AND ffn_of_one < 0.01 AND ffn_of_many BETWEEN 0.5 AND 1
         AND attention_of_many < 0.03 AND abs(attention_of_many / attention_of_one - 1) < 0.01
         AND kv_of_many = kv_of_one AND abs(256 * weights_of_many / weights_of_one - 1) < 1e-9 AS holds
FROM (SELECT min(prefill_attention_oi_flops_per_byte / prefill_ridge_flops_per_byte) AS prefill_attention,
             min(prefill_ffn_oi_flops_per_byte / prefill_ridge_flops_per_byte) AS prefill_ffn,
             max(CASE WHEN batch = 1 THEN decode_ffn_oi_flops_per_byte / decode_ridge_flops_per_byte END) AS ffn_of_one,
             max(CASE WHEN batch = 256 THEN decode_ffn_oi_flops_per_byte / decode_ridge_flops_per_byte END) AS ffn_of_many,
             max(CASE WHEN batch = 1 THEN decode_attention_oi_flops_per_byte / decode_ridge_flops_per_byte END)
               AS attention_of_one,
             max(CASE WHEN batch = 256 THEN decode_attention_oi_flops_per_byte / decode_ridge_flops_per_byte END)
               AS attention_of_many,
             max(CASE WHEN batch = 1 THEN cf_kv_bytes_per_request END) AS kv_of_one,
             max(CASE WHEN batch = 256 THEN cf_kv_bytes_per_request END) AS kv_of_many,
             max(CASE WHEN batch = 1 THEN cf_weights_bytes_per_request END) AS weights_of_one,
             max(CASE WHEN batch = 256 THEN cf_weights_bytes_per_request END) AS weights_of_many
      FROM cells
      WHERE model = 'llama-3.1-70b' AND quantization = 'bf16' AND decode = 'b200' AND decode_tp = 1
        AND workflow = 'coding' AND context = '100000');
