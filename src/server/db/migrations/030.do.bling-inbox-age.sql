-- Events that were dealt with are kept for a month, those given up for a season: long enough to be asked about.

create index bling_inbox_age on bling_inbox using brin (received_at);
grant delete on bling_inbox to estoqueuni_door;

-- Deletes at most so many of them; tells how many it deleted.
create function prune_bling_inbox(most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare deleted integer;
begin
  delete from public.bling_inbox k
    using (select o.tenant_id, o.account_id, o.event_id from public.bling_inbox o
            where o.received_at < now() - interval '30 days'
              and (o.state = 'done' or (o.state = 'dead' and o.received_at < now() - interval '90 days')) limit most) as old
    where k.tenant_id = old.tenant_id and k.account_id = old.account_id and k.event_id = old.event_id;
  get diagnostics deleted = row_count;
  return deleted;
end $$;
revoke execute on function prune_bling_inbox(integer) from public;
grant execute on function prune_bling_inbox(integer) to estoqueuni_app;
grant create on schema public to estoqueuni_door;
alter function prune_bling_inbox(integer) owner to estoqueuni_door;
revoke create on schema public from estoqueuni_door;
