-- A site that was disconnected stays for its orders and its history, without its keys; the same shop may be connected anew.

alter table sites add column removed_at timestamptz;
alter table sites drop constraint sites_check;
alter table sites add constraint sites_credentials
  check ((kind = 'woocommerce' and removed_at is null) = (credentials is not null));
-- Whatever asks only sites that take part leaves it alone.
alter table sites add constraint sites_removed check (removed_at is null or (state = 'paused' and api_key_hash is null));
drop index sites_name;
create unique index sites_name on sites (tenant_id, search_form(name)) where removed_at is null;
drop index sites_address;
create unique index sites_address on sites (tenant_id, address) where address is not null and removed_at is null;
