-- In the style of an AI app builder: a CRM for several organizations.
BEGIN;
CREATE TYPE deal_stage AS ENUM ('lead','qualified','proposal','won','lost');
CREATE TABLE organizations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  slug text GENERATED ALWAYS AS (lower(regexp_replace(name, '[^a-zA-Z0-9]+', '-', 'g'))) STORED,
  plan text NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'pro', 'enterprise')),
  settings jsonb NOT NULL DEFAULT jsonb_build_object('locale', 'en'),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE org_members (
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  role text NOT NULL DEFAULT 'member' CHECK (role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text])),
  invited_by uuid REFERENCES auth.users(id),
  joined_at timestamptz DEFAULT now(),
  CONSTRAINT org_members_pkey PRIMARY KEY (org_id, user_id)
);
CREATE OR REPLACE FUNCTION public.is_org_member(_org uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  select exists (select 1 from public.org_members m where m.org_id = _org and m.user_id = auth.uid());
$$;
CREATE OR REPLACE FUNCTION public.my_org_ids() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER AS
$$ select org_id from org_members where user_id = auth.uid() $$;
CREATE TABLE contacts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  owner_id uuid DEFAULT auth.uid() REFERENCES auth.users(id) ON DELETE SET NULL,
  first_name text NOT NULL,
  last_name text,
  full_name text GENERATED ALWAYS AS (first_name || ' ' || coalesce(last_name, '')) STORED,
  email text,
  phone text,
  tags text[] NOT NULL DEFAULT '{}'::text[],
  custom_fields jsonb NOT NULL DEFAULT '{}'::jsonb,
  last_contacted_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX contacts_org_email ON contacts (org_id, lower(email)) WHERE deleted_at IS NULL;
CREATE INDEX contacts_tags_gin ON contacts USING gin (tags);
CREATE INDEX contacts_name_trgm ON contacts USING gist (full_name gist_trgm_ops);
CREATE INDEX contacts_cf ON contacts USING gin (custom_fields jsonb_path_ops);
CREATE INDEX contacts_fts ON contacts USING gin (to_tsvector('simple', coalesce(first_name,'') || ' ' || coalesce(last_name,'') || ' ' || coalesce(email,'')));
CREATE INDEX contacts_created ON contacts USING brin (created_at);
CREATE INDEX contacts_owner_hash ON contacts USING hash (owner_id);
CREATE TABLE deals (
  id bigserial PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
  contact_id uuid REFERENCES contacts ON DELETE SET NULL,
  title text NOT NULL,
  stage deal_stage NOT NULL DEFAULT 'lead',
  amount numeric(14,2),
  probability smallint CHECK (probability BETWEEN 0 AND 100),
  expected_value numeric GENERATED ALWAYS AS (amount * probability / 100.0) STORED,
  close_date date DEFAULT (CURRENT_DATE + INTERVAL '30 days'),
  position double precision DEFAULT extract(epoch from now()),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT won_has_amount CHECK (stage <> 'won' OR amount IS NOT NULL)
);
CREATE TABLE activities (
  id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  deal_id bigint REFERENCES deals(id) ON DELETE CASCADE,
  contact_id uuid REFERENCES contacts(id) ON DELETE CASCADE,
  kind text NOT NULL,
  payload jsonb,
  occurred_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT one_target CHECK (num_nonnulls(deal_id, contact_id) = 1)
);
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['organizations','org_members','contacts','deals','activities'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', t);
  END LOOP;
END $$;
CREATE POLICY org_read ON organizations FOR SELECT USING (is_org_member(id));
CREATE POLICY member_read ON org_members FOR SELECT USING (org_id IN (SELECT my_org_ids()));
CREATE POLICY contacts_all ON contacts USING (is_org_member(org_id)) WITH CHECK (is_org_member(org_id));
CREATE POLICY deals_all ON deals AS PERMISSIVE FOR ALL TO authenticated USING (org_id IN (SELECT my_org_ids())) WITH CHECK (org_id IN (SELECT my_org_ids()));
CREATE POLICY activities_all ON activities FOR ALL USING (EXISTS (SELECT 1 FROM deals d WHERE d.id = activities.deal_id AND is_org_member(d.org_id)));
CREATE OR REPLACE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql AS $function$
begin
  new.updated_at := timezone('utc', now());
  return new;
end;
$function$;
CREATE OR REPLACE TRIGGER contacts_set_updated_at BEFORE UPDATE ON contacts FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE OR REPLACE FUNCTION log_deal_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO activities (deal_id, kind, payload) VALUES (NEW.id, 'stage', jsonb_build_object('from', OLD.stage, 'to', NEW.stage));
  RETURN NEW;
END $$;
CREATE TRIGGER deal_stage_changed AFTER UPDATE OF stage ON deals FOR EACH ROW WHEN (OLD.stage IS DISTINCT FROM NEW.stage) EXECUTE FUNCTION log_deal_change();
CREATE MATERIALIZED VIEW pipeline AS SELECT stage, count(*) n, sum(amount) total FROM deals GROUP BY stage;
CREATE VIEW pipeline_v AS SELECT org_id, stage, count(*) AS n, sum(amount) AS total FROM deals GROUP BY org_id, stage;
ALTER VIEW pipeline_v SET (security_invoker = on);
ALTER VIEW pipeline_v RENAME TO deal_pipeline;
INSERT INTO organizations (id, name) VALUES ('00000000-0000-0000-0000-000000000001', 'Acme Inc.');
INSERT INTO contacts (org_id, first_name, email) VALUES ('00000000-0000-0000-0000-000000000001', 'Bob', 'bob@x.io')
  ON CONFLICT (org_id, lower(email)) WHERE deleted_at IS NULL DO UPDATE SET updated_at = now(), first_name = excluded.first_name;
INSERT INTO contacts (org_id, first_name, email) VALUES ('00000000-0000-0000-0000-000000000001', 'Robert', 'BOB@x.io')
  ON CONFLICT (org_id, lower(email)) WHERE deleted_at IS NULL DO UPDATE SET updated_at = now(), first_name = excluded.first_name;
INSERT INTO deals (id, org_id, title, amount, probability) VALUES (1, '00000000-0000-0000-0000-000000000001', 'Big', 1000, 50), (2, '00000000-0000-0000-0000-000000000001', 'Small', 10, 20);
SELECT setval('public.deals_id_seq', (SELECT max(id) FROM public.deals), true);
REFRESH MATERIALIZED VIEW pipeline;
NOTIFY pgrst, 'reload schema';
COMMIT;
