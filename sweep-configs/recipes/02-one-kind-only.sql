-- Question: How much more does it cost to own one kind of accelerator only?
-- Notice: A factor of 1 says that the best mix has one kind anyway. What is above 1 is the price of simplicity.
SELECT c.model, c.workflow, min_by(c.decode, c.dollars_per_request) AS one_kind,
       round(min(c.dollars_per_request) / min(b.dollars_per_request), 2) AS times_the_best
FROM cells c
JOIN best b ON b.model = c.model AND b.workflow = c.workflow AND b.context = c.context AND b.tariff = c.tariff
WHERE c.tariff = 'owner' AND c.status = 'OK' AND c.prefill = c.decode AND c.ttft_s <= 10 AND c.tpot_s <= 0.05
GROUP BY c.model, c.workflow
ORDER BY times_the_best DESC, c.model, c.workflow
LIMIT 6
