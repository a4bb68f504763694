-- Question: What does a larger batch do to operational intensity and to the capacity footprint of a request?
-- Notice: Intensity grows with the batch, while the footprint of a request falls to its own KV cache.
-- Notice: Both make a request cheaper, and both make its tokens slower.
SELECT batch, round(decode_oi_flops_per_byte, 1) AS oi_flops_per_byte,
       round(cf_weights_bytes_per_request / 1e9, 2) AS weights_gb, round(cf_kv_bytes_per_request / 1e9, 2) AS kv_gb,
       round(1000 * tpot_s, 1) AS tpot_ms, round(1000 * dollars_per_request, 2) AS dollars_per_1k
FROM cells
WHERE model = 'deepseek-v3' AND quantization = 'fp8' AND deployment = 'colocated' AND decode = 'b200'
  AND decode_tp = 1 AND decode_ep = 8 AND workflow = 'coding' AND tariff = 'on-demand' AND status = 'OK'
ORDER BY batch
