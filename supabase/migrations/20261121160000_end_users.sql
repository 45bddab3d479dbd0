-- The people of generated apps. Their profile is the row in the project's own `users` table; what proves who they are
-- lies here, where no data surface reaches. Secrets are hashed or encrypted before they come to the database.

-- One row for each person who has ever had a credential: the account beside the profile.
alter table rowhouse.project_credentials
  -- Confirmation belongs to an address, not to a flag: whoever changes the address in the profile has to confirm anew.
  add column confirmed_email          text collate "C",
  add column email_confirmed_at       timestamptz,
  -- Somebody has read mail there; with confirmation switched off that is not said by `confirmed_email`.
  add column email_proven_at          timestamptz,
  add column phone                    text collate "C",
  add column phone_confirmed_at       timestamptz,
  add column role                     text not null default 'authenticated',
  add column is_anonymous             boolean not null default false,
  add column app_metadata             jsonb not null default '{}',
  add column user_metadata            jsonb not null default '{}',
  add column new_email                text collate "C",
  add column email_change_confirmed   text[] not null default '{}',
  add column new_phone                text collate "C",
  add column confirmation_sent_at     timestamptz,
  add column recovery_sent_at         timestamptz,
  add column email_change_sent_at     timestamptz,
  add column phone_change_sent_at     timestamptz,
  add column reauthentication_sent_at timestamptz,
  add column invited_at               timestamptz,
  add column last_sign_in_at          timestamptz,
  add column banned_until             timestamptz,
  add column deleted_at               timestamptz;
create unique index project_credentials_phone_key on rowhouse.project_credentials (project_id, phone) where phone is not null;
create index project_credentials_created_idx on rowhouse.project_credentials (project_id, created_at desc, user_id);

-- A session outlives its tokens. A refresh token names the session and a number; nothing of it is stored, since it is
-- signed: the newest number is the good one, and the times of the last rotations tell a retry from a theft.
drop table rowhouse.project_sessions;
create table rowhouse.project_sessions (
  project_id      uuid        not null,
  id              uuid        not null,
  user_id         uuid        not null,
  refresh_counter bigint      not null default 0,
  rotated_at      timestamptz[] not null default '{}',
  aal             text        not null default 'aal1' check (aal in ('aal1', 'aal2')),
  amr             jsonb       not null default '[]',
  -- The console user who looks through this person's eyes.
  impersonated_by uuid,
  user_agent      text,
  ip              text,
  created_at      timestamptz not null default now(),
  refreshed_at    timestamptz not null default now(),
  not_after       timestamptz,
  primary key (project_id, id),
  foreign key (project_id, user_id) references rowhouse.project_credentials (project_id, user_id) on delete cascade
);
create index project_sessions_user_idx on rowhouse.project_sessions (project_id, user_id);

create table rowhouse.project_identities (
  project_id      uuid        not null,
  id              uuid        not null,
  user_id         uuid        not null,
  provider        text        collate "C" not null,
  -- The provider's own name of the person.
  provider_id     text        collate "C" not null,
  identity_data   jsonb       not null,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  last_sign_in_at timestamptz,
  primary key (project_id, id),
  unique (project_id, provider, provider_id),
  foreign key (project_id, user_id) references rowhouse.project_credentials (project_id, user_id) on delete cascade
);
create index project_identities_user_idx on rowhouse.project_identities (project_id, user_id);

-- Links and codes that were sent. At most one of a kind for a person: a newer one ends the older.
create table rowhouse.project_one_time_tokens (
  project_id uuid        not null,
  user_id    uuid        not null,
  kind       text        not null check (kind in (
    'confirmation', 'recovery', 'email_change_current', 'email_change_new', 'phone_confirmation', 'phone_change', 'reauthentication')),
  -- SHA-256 of the link's token; HMAC of the code, which is too short to be hashed without a key.
  token_hash bytea       not null,
  code_hash  bytea       not null,
  -- The address it was sent to.
  sent_to    text        collate "C" not null,
  flow_id    uuid,
  failures   smallint    not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (project_id, user_id, kind),
  unique (project_id, token_hash),
  foreign key (project_id, user_id) references rowhouse.project_credentials (project_id, user_id) on delete cascade
);

-- A sign-in that is on its way through a provider or a mail: PKCE's challenge, the provider's state, the code to exchange.
create table rowhouse.project_flow_states (
  project_id            uuid        not null references rowhouse.projects on delete cascade,
  id                    uuid        not null,
  user_id               uuid,
  provider              text        not null,
  authentication_method text        not null,
  code_challenge        text,
  code_challenge_method text,
  auth_code_hash        bytea,
  state_hash            bytea,
  redirect_to           text,
  -- Set when a signed-in person adds an identity.
  linking_user_id       uuid,
  -- Encrypted: the provider's verifier and nonce, and its tokens until the exchange.
  sealed                bytea,
  created_at            timestamptz not null default now(),
  expires_at            timestamptz not null,
  primary key (project_id, id)
);
create unique index project_flow_states_code_key on rowhouse.project_flow_states (project_id, auth_code_hash) where auth_code_hash is not null;
create unique index project_flow_states_state_key on rowhouse.project_flow_states (project_id, state_hash) where state_hash is not null;

create table rowhouse.project_factors (
  project_id         uuid        not null,
  id                 uuid        not null,
  user_id            uuid        not null,
  friendly_name      text,
  factor_type        text        not null check (factor_type in ('totp', 'phone')),
  status             text        not null default 'unverified' check (status in ('unverified', 'verified')),
  phone              text,
  -- Encrypted.
  secret             bytea,
  -- The time step of the last code that was taken: none is good twice.
  last_step          bigint,
  last_challenged_at timestamptz,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  primary key (project_id, id),
  foreign key (project_id, user_id) references rowhouse.project_credentials (project_id, user_id) on delete cascade
);
create index project_factors_user_idx on rowhouse.project_factors (project_id, user_id);

create table rowhouse.project_factor_challenges (
  project_id uuid        not null,
  id         uuid        not null,
  factor_id  uuid        not null,
  ip         text,
  code_hash  bytea,
  failures   smallint    not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, factor_id) references rowhouse.project_factors (project_id, id) on delete cascade
);
create index project_factor_challenges_factor_idx on rowhouse.project_factor_challenges (project_id, factor_id);

create table rowhouse.project_auth_settings (
  project_id uuid        primary key references rowhouse.projects on delete cascade,
  settings   jsonb       not null,
  -- Encrypted JSON: the providers' client secrets, the SMS provider's token.
  sealed     bytea,
  updated_at timestamptz not null default now()
);

-- What was sent, or would have been: without SMTP this is where mail arrives.
create table rowhouse.project_messages (
  project_id uuid        not null references rowhouse.projects on delete cascade,
  id         uuid        not null default app.uuid_v7(),
  channel    text        not null check (channel in ('email', 'sms')),
  template   text        not null,
  recipient  text        not null,
  subject    text,
  -- Encrypted, since it may hold a link that signs in; null once somebody else's mail server has it.
  sealed     bytea,
  created_at timestamptz not null default now(),
  sent_at    timestamptz,
  failure    text,
  primary key (project_id, id)
);

create table rowhouse.project_audit_log (
  project_id      uuid        not null references rowhouse.projects on delete cascade,
  id              uuid        not null default app.uuid_v7(),
  event           text        not null,
  severity        text        not null check (severity in ('info', 'notice', 'warning', 'critical')),
  -- The end user concerned, and the console user who did it, if one did.
  user_id         uuid,
  console_user_id uuid,
  ip              text,
  user_agent      text,
  details         jsonb       not null default '{}',
  created_at      timestamptz not null default now(),
  primary key (project_id, id)
);
create index project_audit_log_user_idx on rowhouse.project_audit_log (project_id, user_id, id desc);

do $$
declare
  relation text;
begin
  foreach relation in array array[
    'project_sessions', 'project_identities', 'project_one_time_tokens', 'project_flow_states', 'project_factors',
    'project_factor_challenges', 'project_auth_settings', 'project_messages', 'project_audit_log'
  ] loop
    execute format('alter table rowhouse.%I enable row level security', relation);
    execute format('create policy tenant_select on rowhouse.%I for select to rowhouse_request using (project_id = app.project_id())', relation);
    execute format('create policy tenant_insert on rowhouse.%I for insert to rowhouse_request with check (project_id = app.writable_project_id())', relation);
    execute format('create policy tenant_update on rowhouse.%I for update to rowhouse_request using (project_id = app.writable_project_id())', relation);
    execute format('create policy tenant_delete on rowhouse.%I for delete to rowhouse_request using (project_id = app.writable_project_id())', relation);
    execute format('grant select, insert on rowhouse.%I to rowhouse_request', relation);
  end loop;
end
$$;

-- The gate reads a project's settings and keys together with the project, before anybody of it is known.
create policy system_select on rowhouse.project_auth_settings for select to rowhouse_request using (app.is_system());

grant update (
  password_hash, updated_at, confirmed_email, email_confirmed_at, email_proven_at, phone, phone_confirmed_at, role,
  is_anonymous, app_metadata, user_metadata, new_email, email_change_confirmed, new_phone, confirmation_sent_at,
  recovery_sent_at, email_change_sent_at, phone_change_sent_at, reauthentication_sent_at, invited_at, last_sign_in_at,
  banned_until, deleted_at
) on rowhouse.project_credentials to rowhouse_request;
grant update (refresh_counter, rotated_at, aal, amr, user_agent, ip, refreshed_at, not_after), delete
  on rowhouse.project_sessions to rowhouse_request;
grant update (provider_id, identity_data, updated_at, last_sign_in_at), delete on rowhouse.project_identities to rowhouse_request;
grant update (token_hash, code_hash, sent_to, flow_id, failures, created_at, expires_at), delete
  on rowhouse.project_one_time_tokens to rowhouse_request;
grant update (user_id, auth_code_hash, state_hash, sealed, expires_at), delete on rowhouse.project_flow_states to rowhouse_request;
grant update (friendly_name, status, last_step, last_challenged_at, updated_at), delete on rowhouse.project_factors to rowhouse_request;
grant update (failures), delete on rowhouse.project_factor_challenges to rowhouse_request;
grant update (settings, sealed, updated_at) on rowhouse.project_auth_settings to rowhouse_request;
grant update (sent_at, failure), delete on rowhouse.project_messages to rowhouse_request;
-- The audit log is only ever added to.
