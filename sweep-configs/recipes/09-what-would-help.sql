-- Question: Of which resource would the best mixes want more?
-- Notice: An elasticity of -0.5 says that 1 % more of the resource makes a request 0.5 % cheaper.
-- Notice: Long prompts make prefill the larger part, so that coding agents gain most from arithmetic.
-- Notice: The chat of sparse models gains most from capacity, which allows larger batches.
SELECT model, workflow, binding_resource, round(compute_elasticity, 2) AS compute,
       round(bandwidth_elasticity, 2) AS bandwidth, round(capacity_elasticity, 2) AS capacity,
       round(link_elasticity, 2) AS link
FROM best
WHERE tariff = 'on-demand'
ORDER BY model, workflow
