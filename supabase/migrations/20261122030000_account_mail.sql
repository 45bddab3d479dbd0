-- Links that console accounts are sent, and the messages themselves where no mail server takes them.

create table rowhouse.account_tokens (
  token_hash bytea       primary key,
  user_id    uuid        not null references rowhouse.users on delete cascade,
  kind       text        not null check (kind in ('password_reset', 'email_change')),
  -- Where it was sent; of an e-mail change, the new address.
  sent_to    text        not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- A newer link of a kind ends the older one.
  unique (user_id, kind)
);

create table rowhouse.account_messages (
  id         uuid        primary key,
  recipient  text        not null,
  subject    text        not null,
  -- Encrypted: its links change passwords.
  sealed     bytea       not null,
  created_at timestamptz not null default now()
);
create index account_messages_created_at_idx on rowhouse.account_messages (created_at desc);

alter table rowhouse.account_tokens   enable row level security;
alter table rowhouse.account_messages enable row level security;

-- Whoever follows a link is nobody yet.
create policy system on rowhouse.account_tokens   to rowhouse_request using (app.is_system()) with check (app.is_system());
create policy system on rowhouse.account_messages to rowhouse_request using (app.is_system()) with check (app.is_system());

grant select, insert, update, delete on rowhouse.account_tokens   to rowhouse_request;
grant select, insert, delete         on rowhouse.account_messages to rowhouse_request;
