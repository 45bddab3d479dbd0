-- Console accounts that sign in through a provider: known by the provider's own name of the person, never by the e-mail.

alter table rowhouse.users alter column password_hash drop not null;

create table rowhouse.user_identities (
  provider    text        collate "C" not null,
  provider_id text        collate "C" not null,
  user_id     uuid        not null references rowhouse.users on delete cascade,
  created_at  timestamptz not null default now(),
  primary key (provider, provider_id)
);
create index user_identities_user_id_idx on rowhouse.user_identities (user_id);
alter table rowhouse.user_identities enable row level security;
create policy system on rowhouse.user_identities to rowhouse_request using (app.is_system()) with check (app.is_system());
create policy own on rowhouse.user_identities for select to rowhouse_request using (user_id = app.user_id());
grant select, insert, delete on rowhouse.user_identities to rowhouse_request;
