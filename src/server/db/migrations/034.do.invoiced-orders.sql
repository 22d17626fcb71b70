-- An order of which an invoice was made is no longer listed among the reserved ones; it asks for its stock until it ships.
alter table demand_orders add column is_invoiced boolean not null default false;
