-- Question: How much cheaper is a request on hardware that one owns?
-- Notice: The mix may change with the tariff: an accelerator that nobody rents out can still be bought.
SELECT rented.model, rented.workflow,
       rented.prefill || ' > ' || rented.decode AS rented_mix, owned.prefill || ' > ' || owned.decode AS owned_mix,
       round(owned.dollars_per_request / rented.dollars_per_request, 2) AS owned_over_rented
FROM best rented
JOIN best owned ON owned.model = rented.model AND owned.workflow = rented.workflow AND owned.context = rented.context
WHERE rented.tariff = 'on-demand' AND owned.tariff = 'owner'
ORDER BY owned_over_rented, rented.model, rented.workflow
LIMIT 6
