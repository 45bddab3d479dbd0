-- Second factors of the console's own accounts, and how often somebody failed to sign in.

alter table rowhouse.users
  -- Encrypted. A secret that was never confirmed by a code guards nothing.
  add column totp_secret       bytea,
  add column totp_confirmed_at timestamptz,
  add column totp_last_step    bigint;

-- By the hash of the e-mail, known or not: who asks cannot tell whether there is such an account.
create table rowhouse.sign_in_failures (
  account_hash   bytea       primary key,
  failures       integer     not null,
  last_failed_at timestamptz not null
);
alter table rowhouse.sign_in_failures enable row level security;
create policy system on rowhouse.sign_in_failures to rowhouse_request using (app.is_system()) with check (app.is_system());
grant select, insert, update, delete on rowhouse.sign_in_failures to rowhouse_request;
