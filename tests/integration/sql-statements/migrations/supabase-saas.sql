-- In the style of a starter for subscriptions and teams.
create table users_profile (
  id uuid references auth.users not null primary key,
  full_name text,
  avatar_url text,
  billing_address jsonb,
  payment_method jsonb
);
alter table users_profile enable row level security;
create policy "Can view own user data." on users_profile for select using (auth.uid() = id);
create policy "Can update own user data." on users_profile for update using (auth.uid() = id);
create table customers (
  id uuid references auth.users not null primary key,
  stripe_customer_id text
);
alter table customers enable row level security;
create table products (
  id text primary key,
  active boolean,
  name text,
  description text,
  image text,
  metadata jsonb
);
alter table products enable row level security;
create policy "Allow public read-only access." on products for select using (true);
create type pricing_type as enum ('one_time', 'recurring');
create type pricing_plan_interval as enum ('day', 'week', 'month', 'year');
create table prices (
  id text primary key,
  product_id text references products,
  active boolean,
  description text,
  unit_amount bigint,
  currency text check (char_length(currency) = 3),
  type pricing_type,
  interval pricing_plan_interval,
  interval_count integer,
  trial_period_days integer,
  metadata jsonb
);
alter table prices enable row level security;
create policy "Allow public read-only access." on prices for select using (true);
create type subscription_status as enum ('trialing', 'active', 'canceled', 'incomplete', 'incomplete_expired', 'past_due', 'unpaid', 'paused');
create table subscriptions (
  id text primary key,
  user_id uuid references auth.users not null,
  status subscription_status,
  metadata jsonb,
  price_id text references prices,
  quantity integer,
  cancel_at_period_end boolean,
  created timestamp with time zone default timezone('utc'::text, now()) not null,
  current_period_start timestamp with time zone default timezone('utc'::text, now()) not null,
  current_period_end timestamp with time zone default timezone('utc'::text, now()) not null,
  ended_at timestamp with time zone default timezone('utc'::text, now())
);
alter table subscriptions enable row level security;
create policy "Can only view own subs data." on subscriptions for select using (auth.uid() = user_id);
drop publication if exists supabase_realtime;
create publication supabase_realtime for table products, prices;
create policy "Avatar images are publicly accessible" on storage.objects for select using (bucket_id = 'avatars');
create policy "Anyone can upload an avatar." on storage.objects for insert with check (bucket_id = 'avatars' and auth.role() = 'authenticated');
create schema if not exists private;
create table if not exists teams (id uuid primary key default uuid_generate_v4(), name text not null check (length(name) between 1 and 80), slug text unique, created_at timestamptz default now(), settings jsonb not null default '{}'::jsonb, search tsvector generated always as (to_tsvector('english', name)) stored);
create table if not exists teams2 (id uuid primary key default extensions.uuid_generate_v4(), name text not null, created_at timestamptz default (now() at time zone 'utc'), expires timestamptz default now() + interval '7 days', code text default substr(md5(random()::text), 1, 8), state subscription_status[] default '{}', owner uuid default auth.uid());
create table memberships (team_id uuid references teams2 on delete cascade, user_id uuid references auth.users(id) on delete cascade default auth.uid(), role text not null default 'member', primary key (team_id, user_id));
create or replace function private.is_team_member(team uuid) returns boolean language sql security definer stable as $$ select exists (select 1 from public.memberships where team_id = team and user_id = (select auth.uid())); $$;
create or replace function public.is_team_member(team uuid, wanted text default null) returns boolean language sql security definer stable set search_path = '' as $$ select exists (select 1 from public.memberships m where m.team_id = team and m.user_id = (select auth.uid()) and (wanted is null or m.role = wanted)); $$;
create policy "members" on teams2 for select to authenticated using ( (select public.is_team_member(id)) );
create policy "owners update" on teams2 for update to authenticated using ( public.is_team_member(id, 'owner') ) with check ( public.is_team_member(id, 'owner') );
create policy "own or jwt" on memberships for all to authenticated using ( user_id = auth.uid() or (auth.jwt() ->> 'role') = 'admin' or ((auth.jwt() -> 'app_metadata') ->> 'team')::uuid = team_id );
create function increment_views(row_id text) returns void as $$ update prices set interval_count = coalesce(interval_count, 0) + 1 where id = row_id; $$ language sql volatile;
create function create_team(name text) returns uuid language sql security definer as $$
  insert into teams2 (name, owner) values (create_team.name, auth.uid());
  insert into memberships (team_id, user_id, role) select id, auth.uid(), 'owner' from teams2 where owner = auth.uid() order by created_at desc limit 1;
  select id from teams2 where owner = auth.uid() order by created_at desc limit 1;
$$;
create function search_products(term text) returns setof products language sql stable as $$ select * from products where name ilike '%' || term || '%' order by name limit 20 $$;
create function nearby(lat float, long float) returns table (id text, dist float) language sql as $$ select id, sqrt(lat * long) as dist from products $$;
create index if not exists products_name_trgm on products using gin (name gin_trgm_ops);
create index concurrently if not exists prices_active on prices (product_id) include (unit_amount) where active;
create index on products ((metadata->>'plan'));
create index on teams2 (lower(name));
create or replace view active_products with (security_invoker = true) as select p.*, min(pr.unit_amount) as from_amount from products p left join prices pr on pr.product_id = p.id and pr.active group by p.id;
create or replace procedure touch() language sql as $$ update products set active = true $$;
select cron.schedule('nightly', '0 3 * * *', $$ delete from subscriptions where status = 'canceled' $$);
insert into storage.buckets (id, name, public) values ('avatars', 'avatars', true) on conflict (id) do nothing;
alter table products replica identity full;
grant usage on schema public to postgres, anon, authenticated, service_role;
grant select, insert on all tables in schema public to authenticated;
revoke all on function create_team(text) from public;
grant execute on function create_team(text) to authenticated;
alter default privileges in schema public grant all on tables to postgres, anon, authenticated, service_role;
comment on function create_team(text) is 'Makes a team';
comment on view active_products is 'What can be bought';
comment on type pricing_type is 'How it is paid';
comment on constraint prices_currency_check on prices is 'ISO 4217';
comment on index products_name_trgm is 'x';
comment on policy "members" on teams2 is 'Team members';
comment on schema public is 'app';
notify pgrst, 'reload schema';
