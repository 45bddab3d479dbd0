-- Changes of tables that have nothing to do with each other are carried out at the same time: what is being changed is
-- noted in the tables themselves, and looked at under the lock of the definitions.
drop index rowhouse.schema_jobs_change_key;
