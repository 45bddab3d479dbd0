-- A batch that is sent again is answered as the first time: as jsonb its keys came in another order, and its spaces otherwise.

alter table rowhouse.project_batches
  alter column response type text using response::text;
