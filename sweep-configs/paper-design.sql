-- Each query states a claim of arXiv 2601.22001 about designs over a run of paper-design.yaml, and says in
-- its column `holds` whether this table bears it out, and within which limits.
--   deploy/ridgeline sweep sweep-configs/paper-design.yaml
--   deploy/ridgeline sql runs/paper-design "<one of these>"

-- Figure 3: the latent shifts the curve. From 64 to 1,024 elements beside a rotary key of 64, the state of a
-- token grows (1,024 + 64) / (64 + 64) = 8.5 times; the widest is still below grouped queries.
SELECT 'wider latents shift the KV curve, below GQA and MHA' AS claim,
       widest / narrowest AS latent_ratio, gqa / widest AS gqa_over_widest, mha / gqa AS mha_over_gqa,
       abs(widest / narrowest - 8.5) < 1e-9 AND gqa > 2 * widest AND mha > 10 * gqa AS holds
FROM (SELECT min(CASE WHEN model LIKE 'latent%' THEN cf_kv_bytes_per_request END) AS narrowest,
             max(CASE WHEN model LIKE 'latent%' THEN cf_kv_bytes_per_request END) AS widest,
             max(CASE WHEN model = 'llama-3.1-70b' THEN cf_kv_bytes_per_request END) AS gqa,
             max(CASE WHEN model = 'gpt-3-175b' THEN cf_kv_bytes_per_request END) AS mha
      FROM cells WHERE context = '100000' AND decode_tp = 1 AND deployment = 'colocated' AND batch = 16);

-- Figure 3: with latents the footprint at batch 16 is nearly flat in the context, because the weights of the
-- experts lie under it: 2 % more from a thousand to a hundred thousand tokens, 16 % with the widest latent.
-- State alone grows in proportion to the context in every design.
SELECT 'MLA footprint nearly flat, its state is not' AS claim, least_growth, most_growth, growth_of_state,
       most_growth < 1.2 AND least_growth < 1.03 AND growth_of_state > 50 AS holds
FROM (SELECT min(growth) AS least_growth, max(growth) AS most_growth, min(of_state) AS growth_of_state
      FROM (SELECT model,
                   max(CASE WHEN context = '100000' THEN cf_bytes_per_request END)
                     / max(CASE WHEN context = '1000' THEN cf_bytes_per_request END) AS growth,
                   max(CASE WHEN context = '100000' THEN cf_kv_bytes_per_request END)
                     / max(CASE WHEN context = '1000' THEN cf_kv_bytes_per_request END) AS of_state
            FROM cells
            WHERE model LIKE 'latent%' AND decode_tp = 1 AND deployment = 'colocated' AND batch = 16
            GROUP BY model));

-- Figure 4: DeepSeek-R1 at batch 16. The paper has over 100 GB a request; here it is 84 GB at a thousand
-- tokens, 83.9 of them weights, and passes 100 GB only between 100,000 and 300,000 tokens.
SELECT 'DeepSeek-R1 at batch 16: 84 GB a request, over 100 GB beyond 100,000 tokens' AS claim,
       short, long, longest, weights,
       short BETWEEN 83e9 AND 86e9 AND long < 100e9 AND longest > 100e9 AND weights > 0.79 * longest AS holds
FROM (SELECT max(CASE WHEN context = '1000' THEN cf_bytes_per_request END) AS short,
             max(CASE WHEN context = '100000' THEN cf_bytes_per_request END) AS long,
             max(CASE WHEN context = '300000' THEN cf_bytes_per_request END) AS longest,
             max(cf_weights_bytes_per_request) AS weights
      FROM cells
      WHERE model = 'deepseek-r1' AND decode_tp = 1 AND deployment = 'colocated' AND batch = 16);

-- Figure 4: the intensity of its experts is far lower than that of a dense feed-forward network.
SELECT 'experts: nine times the footprint, a tenth of the intensity' AS claim, moe_cf / dense_cf AS footprints,
       moe_oi / dense_oi AS intensities, moe_cf > 8 * dense_cf AND moe_oi < 0.1 * dense_oi AS holds
FROM (SELECT max(CASE WHEN model = 'deepseek-r1' THEN cf_bytes_per_request END) AS moe_cf,
             max(CASE WHEN model = 'llama-3.1-70b' THEN cf_bytes_per_request END) AS dense_cf,
             max(CASE WHEN model = 'deepseek-r1' THEN decode_ffn_oi_flops_per_byte END) AS moe_oi,
             max(CASE WHEN model = 'llama-3.1-70b' THEN decode_ffn_oi_flops_per_byte END) AS dense_oi
      FROM cells WHERE context = '1000' AND decode_tp = 1 AND deployment = 'colocated' AND batch = 16);

-- More accelerators cure the footprint: 16 requests of 10,000 tokens do not fit one B200, and fit 8. They
-- leave the intensity of decode where it was, far below the ridge.
SELECT 'eight accelerators cure CF and leave OI' AS claim, regime_of_one, regime_of_eight,
       oi_of_eight / oi_of_one AS oi_ratio, oi_of_eight / ridge AS oi_over_ridge,
       regime_of_one = 'CAPACITY_AND_BANDWIDTH' AND regime_of_eight = 'BANDWIDTH'
         AND oi_of_eight / oi_of_one BETWEEN 0.95 AND 1 AND oi_of_eight < 0.1 * ridge AS holds
FROM (SELECT max(CASE WHEN decode_tp = 1 THEN decode_regime END) AS regime_of_one,
             max(CASE WHEN decode_tp = 8 THEN decode_regime END) AS regime_of_eight,
             max(CASE WHEN decode_tp = 1 THEN decode_oi_flops_per_byte END) AS oi_of_one,
             max(CASE WHEN decode_tp = 8 THEN decode_oi_flops_per_byte END) AS oi_of_eight,
             max(decode_ridge_flops_per_byte) AS ridge
      FROM cells
      WHERE model = 'llama-3.1-70b' AND context = '10000' AND batch = 16 AND efficiency = 'ideal'
        AND deployment = 'colocated' AND decode = 'b200' AND tier = 'none');

-- At the capacity wall MFU and MBU are low at once: DeepSeek-R1 on 8 B200 has room for 2 requests of 100,000
-- tokens. On the pure roofline MBU is 0.998 there: the time of launches and collectives lowers it, not the wall.
SELECT 'MFU and MBU both low at the wall, with measured kernels' AS claim, mfu, mbu, mbu_of_roofline,
       wall = 2 AND mfu < 0.03 AND mbu < 0.45 AND mbu_of_roofline > 0.99 AS holds
FROM (SELECT max(max_batch) AS wall,
             max(CASE WHEN efficiency = 'calibrated' THEN decode_mfu END) AS mfu,
             max(CASE WHEN efficiency = 'calibrated' THEN decode_mbu END) AS mbu,
             max(CASE WHEN efficiency = 'ideal' THEN decode_mbu END) AS mbu_of_roofline
      FROM cells
      WHERE model = 'deepseek-r1' AND context = '100000' AND batch = 2 AND decode_tp = 8
        AND deployment = 'colocated' AND decode = 'b200' AND tier = 'none');

-- What optical I/O is worth as a wider scale-up domain: 16 accelerators in one domain decode DeepSeek-R1 in
-- 0.83 of the time that they take over InfiniBand, at the same price an hour.
SELECT 'a domain of 64 is worth 10 to 25 % of TPOT at 16 accelerators' AS claim, optical, electrical,
       optical / electrical AS tpot_ratio, optical / electrical BETWEEN 0.75 AND 0.9 AS holds
FROM (SELECT max(CASE WHEN decode LIKE 'optical-domain%' THEN tpot_s END) AS optical,
             max(CASE WHEN decode = 'b200' THEN tpot_s END) AS electrical
      FROM cells
      WHERE model = 'deepseek-r1' AND context = '10000' AND batch = 16 AND decode_tp = 16
        AND deployment = 'colocated' AND tier = 'none' AND efficiency = 'calibrated');

-- As a link between prefill and decode it moves state 18 times faster, and that is worth 2 % of TTFT: the
-- transfer hides behind a prefill of a tenth of a second.
SELECT 'between pools it moves KV 18 times faster, and TTFT hardly notices' AS claim,
       slow / fast AS transfer_ratio, 1 - ttft_fast / ttft_slow AS ttft_saved,
       slow / fast BETWEEN 15 AND 18.1 AND 1 - ttft_fast / ttft_slow BETWEEN 0.001 AND 0.05 AS holds
FROM (SELECT max(CASE WHEN link = 'ib-ndr-400' THEN kv_transfer_s END) AS slow,
             max(CASE WHEN link = 'optical-io' THEN kv_transfer_s END) AS fast,
             max(CASE WHEN link = 'ib-ndr-400' THEN ttft_s END) AS ttft_slow,
             max(CASE WHEN link = 'optical-io' THEN ttft_s END) AS ttft_fast
      FROM cells
      WHERE model = 'llama-3.1-70b' AND context = '100000' AND batch = 16 AND decode_tp = 8
        AND deployment = 'disaggregated' AND efficiency = 'calibrated');

-- As a pool of memory it lifts the wall, not the bandwidth: 8 B200 hold 523 requests of 100,000 tokens
-- instead of 37. One B200 then holds 16, and takes 25 times as long a token as 8 without the pool.
SELECT 'a pool lifts the wall 14-fold and decodes at its own rate' AS claim, with_pool, without_pool,
       tpot_of_pool / tpot_of_eight AS slower,
       with_pool > 10 * without_pool AND tpot_of_pool > 8 * tpot_of_eight AS holds
FROM (SELECT max(CASE WHEN tier = 'optical-pool' AND decode_tp = 8 THEN max_batch END) AS with_pool,
             max(CASE WHEN tier = 'none' AND decode_tp = 8 THEN max_batch END) AS without_pool,
             max(CASE WHEN tier = 'optical-pool' AND decode_tp = 1 THEN tpot_s END) AS tpot_of_pool,
             max(CASE WHEN tier = 'none' AND decode_tp = 8 THEN tpot_s END) AS tpot_of_eight
      FROM cells
      WHERE model = 'llama-3.1-70b' AND context = '100000' AND batch = 16 AND deployment = 'colocated'
        AND decode = 'b200' AND efficiency = 'calibrated');
