-- Question: Which mix serves each workload cheapest at on-demand prices?
-- Notice: No single mix wins everywhere. Two kinds of accelerators win where prefill and decode need different things.
-- Notice: The view keeps the targets of the sweep: TTFT at most 10 s, and TPOT at most 50 ms.
SELECT model, workflow,
       CASE WHEN deployment = 'colocated' THEN decode ELSE prefill || ' > ' || decode END AS mix,
       batch, round(1000 * dollars_per_request, 3) AS dollars_per_1k,
       round(ttft_s, 2) AS ttft_s, round(1000 * tpot_s, 1) AS tpot_ms
FROM best
WHERE tariff = 'on-demand'
ORDER BY model, workflow
