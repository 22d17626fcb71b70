-- A branch may have an alert of its own for a product. `low_stock_alert` goes on being the one that counts there.
alter table inventory_items
  add column branch_low_stock_alert integer check (branch_low_stock_alert between 0 and 1000000);
