-- What a person said is not ours: it is not suggested again, and stands for nothing in the account.
create table refused_links (
  tenant_id uuid not null,
  account_id uuid not null,
  product_id uuid not null,
  bling_product_id text not null,
  refused_at timestamptz not null,
  refused_by uuid not null,
  primary key (tenant_id, product_id, account_id, bling_product_id),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  foreign key (tenant_id, account_id, bling_product_id) references bling_products (tenant_id, account_id, product_id)
);
alter table refused_links enable row level security;
alter table refused_links force row level security;
create policy own_tenant on refused_links using (tenant_id = (select current_tenant()));
grant select, insert, delete on refused_links to estoqueuni_app;
