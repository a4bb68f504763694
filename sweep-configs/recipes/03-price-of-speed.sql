-- Question: How much dearer does a coding agent get when its tokens come faster?
-- Notice: The frontier has the cheapest cell of every speed, so a few rows draw the whole curve.
-- Notice: Smaller batches buy the speed. The first steps cost little, and the last ones cost most.
SELECT asked.tpot_ms AS tpot_ms_at_most, count(*) AS points,
       round(1000 * min(f.dollars_per_request), 2) AS dollars_per_1k,
       min_by(f.prefill || ' > ' || f.decode, f.dollars_per_request) AS mix,
       min_by(f.batch, f.dollars_per_request) AS batch
FROM frontier f
JOIN (VALUES (10), (15), (20), (30), (50)) AS asked(tpot_ms) ON 1000 * f.tpot_s <= asked.tpot_ms
WHERE f.model = 'deepseek-v3' AND f.workflow = 'coding' AND f.tariff = 'on-demand'
GROUP BY asked.tpot_ms
ORDER BY asked.tpot_ms
