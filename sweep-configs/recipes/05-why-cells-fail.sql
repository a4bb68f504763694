-- Question: Why does a part of the design space not work?
-- Notice: NO_PRICE is no fault of the hardware: that accelerator has no on-demand price in the catalogs.
-- Notice: The column first_cell goes into explain --cell, which prints the reason in full.
SELECT decode, status, CAST(sum(cells) AS BIGINT) AS cells, min(first_cell) AS first_cell
FROM infeasible
GROUP BY decode, status
ORDER BY decode, status
