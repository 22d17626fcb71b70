-- Who may enter, as what, and what they did.

-- The login library's own tables. Only the role estoqueuni_auth reaches them; no row here is worth anything to who
-- copies the database: passwords, session tokens and API keys are hashes, private keys are sealed.
create schema auth;
grant usage on schema auth, public to estoqueuni_auth;

create table auth.users (
  id uuid primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table auth.accounts (
  id uuid primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index accounts_user on auth.accounts (user_id);

create table auth.sessions (
  id uuid primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  -- SHA-256 of what the person holds, in hexadecimal; the check keeps a plain token from ever being stored.
  token text not null unique check (token ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_user on auth.sessions (user_id);

create table auth.verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier on auth.verifications (identifier);

create table auth.jwks (
  id uuid primary key,
  public_key text not null,
  private_key text not null,
  alg text,
  crv text,
  created_at timestamptz not null,
  expires_at timestamptz
);

create table auth.api_keys (
  id uuid primary key,
  config_id text not null default 'default',
  name text,
  start text,
  prefix text,
  -- SHA-256 of the key in base64url.
  key text not null unique check (length(key) = 43),
  reference_id uuid not null references auth.users (id) on delete cascade,
  refill_interval integer,
  refill_amount integer,
  last_refill_at timestamptz,
  enabled boolean not null default true,
  rate_limit_enabled boolean not null default false,
  rate_limit_time_window bigint,
  rate_limit_max integer,
  request_count integer not null default 0,
  remaining integer,
  last_request timestamptz,
  expires_at timestamptz,
  permissions text,
  metadata text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index api_keys_reference on auth.api_keys (reference_id);

-- Failed attempts by address and account, counted for all processes together; keys are hashes.
create table auth.attempts (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);

grant select, insert, update, delete on all tables in schema auth to estoqueuni_auth;

-- What a person is in a company. One person belongs to one company; the name stands here because the company's own
-- screens show it. An owner is never limited to some branches.
create table memberships (
  tenant_id uuid not null references tenants (id),
  user_id uuid not null references auth.users (id),
  name text not null check (length(name) between 1 and 120),
  role text not null check (role in ('owner', 'manager', 'cashier', 'counter', 'viewer')),
  branch_ids uuid[] check (cardinality(branch_ids) > 0),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id),
  check (role <> 'owner' or branch_ids is null)
);
create unique index memberships_person on memberships (user_id);

create table invitations (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  token_hash text not null,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'manager', 'cashier', 'counter', 'viewer')),
  branch_ids uuid[] check (cardinality(branch_ids) > 0),
  invited_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  cancelled_at timestamptz,
  primary key (tenant_id, id),
  check (role <> 'owner' or branch_ids is null)
);
create unique index invitations_token on invitations (token_hash);

-- What an API key may do; what proves it stands in auth.api_keys under the same id. Revoked keys stay, for their name.
create table api_keys (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  start text not null,
  role text not null check (role in ('manager', 'cashier', 'counter', 'viewer')),
  branch_ids uuid[] check (cardinality(branch_ids) > 0),
  made_by uuid not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
create unique index api_keys_id on api_keys (id);

create table audit_log (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  at timestamptz not null default now(),
  actor_id uuid,
  actor_kind text not null check (actor_kind in ('person', 'api_key', 'system', 'nobody')),
  action text not null,
  target text,
  facts jsonb not null default '{}',
  ip text,
  primary key (tenant_id, id)
);
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function refuse_change();
create trigger audit_log_no_truncate before truncate on audit_log
  for each statement execute function refuse_change();

do $$
declare name text;
begin
  foreach name in array array['memberships', 'invitations', 'api_keys', 'audit_log'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant()))', name);
  end loop;
  -- Whoever signs in does not know a tenant yet: the role that checks credentials may look for it.
  foreach name in array array['tenants', 'memberships', 'invitations', 'api_keys'] loop
    execute format('create policy entering on %I for select to estoqueuni_auth using (true)', name);
  end loop;
end $$;

-- Everyone who can stand behind a movement or an audit entry, by name.
create view actors with (security_invoker = true) as
  select tenant_id, user_id as id, name, 'person' as kind from memberships
  union all
  select tenant_id, id, name, 'api_key' from api_keys;

grant select, insert, update on memberships, invitations, api_keys to estoqueuni_auth;
grant select, insert on tenants, branches, ledgers, audit_log to estoqueuni_auth;
grant select on memberships, api_keys, actors to estoqueuni_app;
grant select, insert on audit_log to estoqueuni_app;

-- Which of these sessions and API keys still hold, for the running tenant, and as what. The stock batch asks this inside
-- its own transaction, where it cannot read the credentials themselves.
create function live_credentials(ids uuid[])
  returns table (credential_id uuid, user_id uuid, role text, branch_ids uuid[])
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.id, m.user_id, m.role, m.branch_ids
    from auth.sessions s join public.memberships m on m.user_id = s.user_id
    where s.id = any (ids) and s.expires_at > now() and m.is_active and m.tenant_id = (select public.current_tenant())
  union all
  select k.id, k.id, k.role, k.branch_ids
    from auth.api_keys a join public.api_keys k on k.id = a.id
    where a.id = any (ids) and a.enabled and (a.expires_at is null or a.expires_at > now())
      and k.revoked_at is null and k.tenant_id = (select public.current_tenant())
$$;
revoke execute on function live_credentials(uuid[]) from public;
grant execute on function live_credentials(uuid[]) to estoqueuni_app;
