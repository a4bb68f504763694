-- Question: How much energy does a task take, and how does it follow from the size of the model?
-- Notice: The catalogs lie beside the cells, so a join by id brings what is known of a model.
-- Notice: A sparse model takes about the energy of a smaller dense one, because each token uses few of its parameters.
SELECT b.workflow, m.name, round(m.total_parameters / 1e9, 0) AS billion_parameters,
       round(m.active_parameters / 1e9, 0) AS billion_active, round(b.task_joules / 3600, 2) AS watt_hours_per_task,
       round(b.dollars_per_task, 4) AS dollars_per_task
FROM best b
JOIN models m ON m.id = b.model
WHERE b.tariff = 'on-demand'
ORDER BY b.workflow, watt_hours_per_task
