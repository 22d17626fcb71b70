-- Families of variations are made at sites: by what each variation differs, and what was said of it when it was decided to be written.

-- Of a variation in the account, as Bling writes it ("Cor:Azul;Tamanho:G"); null until it was read whole.
alter table bling_products add column variation text;
create index bling_products_parent on bling_products (tenant_id, account_id, parent_id) where parent_id is not null;

alter table site_product_run_lines add column family jsonb;
