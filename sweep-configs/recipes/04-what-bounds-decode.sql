-- Question: What bounds the decode step?
-- Notice: No decode step here is bound by arithmetic. Bandwidth bounds nearly all of them.
-- Notice: Cells in a regime of capacity are never OK, because their batch does not fit.
SELECT model, decode_regime, CAST(sum(cells) AS BIGINT) AS cells, CAST(sum(ok_cells) AS BIGINT) AS ok_cells,
       round(min(least_decode_oi_flops_per_byte), 1) AS least_oi,
       round(max(most_decode_oi_flops_per_byte), 1) AS most_oi,
       round(min(least_cf_bytes_per_request) / 1e9, 1) AS least_cf_gb
FROM by_regime
GROUP BY model, decode_regime
ORDER BY model, decode_regime
