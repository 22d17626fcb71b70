-- A sweep looks for open orders that nobody has read for long; without this it would read the whole history of an account.
create index demand_orders_unread on demand_orders (tenant_id, channel_id, read_at) where phase = 'open' and not is_gone;
