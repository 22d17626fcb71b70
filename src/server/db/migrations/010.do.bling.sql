-- Bling: applications, connected accounts with their tokens, the shared rate budget, deposits as last seen, and the inbox of events.

-- An application registered in Bling. The secret is sealed; it proves the signatures of events, too.
create table bling_apps (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  client_id text not null check (length(client_id) between 1 and 200),
  client_secret text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index bling_apps_client on bling_apps (tenant_id, client_id);

-- A connected account. What a person chose and whether the access still holds are two facts: losing the access must not undo the choice.
create table bling_accounts (
  tenant_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  company_id text not null check (company_id ~ '^[0-9a-f]{32}$'),
  name text not null check (length(name) between 1 and 200),
  chosen_state text not null default 'active' check (chosen_state in ('active', 'frozen', 'excluded')),
  is_disconnected boolean not null default false,
  state text not null generated always as (
    case when is_disconnected and chosen_state <> 'excluded' then 'reauthorize' else chosen_state end) stored,
  access_token text,
  refresh_token text,
  token_expires_at timestamptz,
  token_version integer not null default 0,
  scopes text not null default '',
  -- Who is renewing the tokens now, and until when that may be believed.
  renewal_id uuid,
  renewal_until timestamptz,
  -- SHA-256 of the unguessable end of this account's address for the older, unsigned callbacks.
  legacy_token_hash text check (legacy_token_hash ~ '^[0-9a-f]{64}$'),
  connected_at timestamptz not null,
  connected_by uuid not null,
  removed_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, app_id) references bling_apps (tenant_id, id),
  -- Tokens are never dropped while the account is there: at worst they stop working.
  check ((removed_at is null) = (refresh_token is not null)),
  check ((removed_at is null) = (access_token is not null))
) with (fillfactor = 80);
create unique index bling_accounts_company on bling_accounts (tenant_id, company_id) where removed_at is null;
create index bling_accounts_by_company on bling_accounts (company_id) where removed_at is null;
create index bling_accounts_by_legacy_token on bling_accounts (legacy_token_hash) where removed_at is null;

-- One journey to Bling and back. The tokens rest here, sealed, until it is known whose they are.
create table bling_authorizations (
  tenant_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  account_id uuid,
  credential_id uuid not null,
  started_by uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  access_token text,
  refresh_token text,
  primary key (tenant_id, id),
  foreign key (tenant_id, app_id) references bling_apps (tenant_id, id)
);

-- What all processes together may still ask of an account: the instants (ms) of the last calls given out, and today's count.
create table bling_rate_budgets (
  tenant_id uuid not null,
  account_id uuid not null,
  slots double precision[] not null default '{}',
  blocked_until bigint not null default 0,
  day date not null default '2000-01-01',
  used integer not null default 0,
  primary key (tenant_id, account_id)
) with (fillfactor = 10);

-- Deposits as an account last showed them. bling_id is Bling's number; id is ours and what configurations refer to.
create table bling_deposits (
  tenant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  bling_id text not null,
  name text not null,
  is_active boolean not null,
  is_default boolean not null,
  ignored_in_totals boolean not null,
  seen_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references bling_accounts (tenant_id, id)
);
create unique index bling_deposits_bling_id on bling_deposits (tenant_id, account_id, bling_id);

-- Events as they were acknowledged. An event is dealt with when it is done, not when it was seen.
create table bling_inbox (
  tenant_id uuid not null,
  account_id uuid not null,
  event_id text not null,
  id uuid not null,
  source text not null check (source in ('webhook', 'legacy')),
  event text not null,
  facts jsonb not null,
  occurred_at timestamptz,
  received_at timestamptz not null,
  state text not null default 'received' check (state in ('received', 'done', 'failed', 'dead')),
  deliveries integer not null default 1,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  error text,
  settled_at timestamptz,
  primary key (tenant_id, account_id, event_id)
) with (fillfactor = 70);
create unique index bling_inbox_id on bling_inbox (tenant_id, id);
create index bling_inbox_due on bling_inbox (next_attempt_at) where state in ('received', 'failed');

do $$
declare name text;
begin
  foreach name in array array['bling_apps', 'bling_accounts', 'bling_authorizations', 'bling_rate_budgets', 'bling_deposits',
      'bling_inbox'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant()))', name);
  end loop;
  -- Who brings an event does not say which tenant it is for: the role at that door may find out, and put it in its place.
  foreach name in array array['bling_apps', 'bling_accounts'] loop
    execute format('create policy at_the_door on %I for select to estoqueuni_door using (true)', name);
  end loop;
end $$;
create policy at_the_door on bling_inbox to estoqueuni_door using (true) with check (true);

grant select, insert on bling_apps to estoqueuni_app;
grant select, insert, update on bling_accounts, bling_rate_budgets, bling_deposits, bling_inbox to estoqueuni_app;
grant select, insert, update, delete on bling_authorizations to estoqueuni_app;
grant usage on schema public to estoqueuni_door;
grant select (tenant_id, id, client_secret) on bling_apps to estoqueuni_door;
grant select (tenant_id, id, app_id, company_id, legacy_token_hash, removed_at) on bling_accounts to estoqueuni_door;
grant select, insert, update on bling_inbox to estoqueuni_door;
