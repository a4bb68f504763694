-- Question: What do four-bit weights save?
-- Notice: Half the bytes of weights do not halve the price: KV cache, launches and links stay as they are.
SELECT model, workflow,
       round(1000 * min(CASE WHEN quantization = 'fp8' THEN dollars_per_request END), 2) AS fp8_dollars_per_1k,
       round(1000 * min(CASE WHEN quantization = 'nvfp4' THEN dollars_per_request END), 2) AS nvfp4_dollars_per_1k,
       round(min(CASE WHEN quantization = 'nvfp4' THEN dollars_per_request END)
             / min(CASE WHEN quantization = 'fp8' THEN dollars_per_request END), 2) AS ratio
FROM cells
WHERE status = 'OK' AND tariff = 'on-demand' AND prefill = 'b200' AND decode = 'b200'
  AND ttft_s <= 10 AND tpot_s <= 0.05
GROUP BY model, workflow
ORDER BY ratio, model, workflow
LIMIT 6
