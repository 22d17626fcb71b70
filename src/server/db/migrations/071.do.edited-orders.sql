-- An order that is edited at its shop after it was taken is followed: which version of it we have, and what the account may have instead.

alter table orders
  -- When the shop says that it changed the version that we have, and the mark of what that version holds; null of orders from before.
  add column site_modified_at timestamptz,
  add column site_digest text,
  -- Whether the account's order does not hold what ours does, as far as we know; and why that waits for a person, if it does.
  add column is_edited boolean not null default false,
  add column edit_held text check (edit_held in ('left', 'invoiced', 'empty', 'changed_there')),
  -- While it is edited: what the account's order asks for, as it was last read there.
  add column bling_items jsonb,
  -- What we gave or may have given the account's order to hold, oldest first: anything else there is by other hands.
  add column sent_goods text[] not null default '{}';

-- The items are those of the newest version; the timeline keeps the older ones.
grant delete on order_items to estoqueuni_app;
