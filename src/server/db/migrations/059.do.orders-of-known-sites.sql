-- Orders are those of sites that are there, and from the moment of connecting a site on they are ours to send.

alter table order_routes add foreign key (tenant_id, site_id) references sites (tenant_id, id);
-- A shop's words follow from its kind.
alter table order_routes drop column shop_kind;

-- Orders that were placed earlier may be in an account by other hands.
alter table sites add column orders_since timestamptz not null default now();
alter table sites alter column orders_since drop default;

-- What the buyer wrote for whoever packs the order.
alter table order_people add column note text;

-- Sites written by hand have their orders where those of all sites are.
drop table generic_orders;
drop table generic_counters;
