-- A day's sums stand apart for each size of dose that they were sold in (0: bottles), because switching doses on, off or to another
-- size changes what a number of the ledger means: bottles and doses are not added up.
alter table daily_sales add column doses_per_bottle integer not null default 0;
alter table daily_sales drop constraint daily_sales_pkey;

-- The owner of the tables looks at every company for once; an owner who is no superuser would see none.
alter table tenants no force row level security;
alter table stock_movements no force row level security;
alter table daily_sales no force row level security;

-- What the ledger says was sold, by the size of dose it was sold in.
create temporary table sold_in on commit drop as
  select tenant_id, branch_id, product_id, coalesce(doses_per_bottle, 0) as doses_per_bottle, max(seq) as last_seq
    from stock_movements
   where movement_type in ('sale', 'sale_muntu', 'return')
   group by tenant_id, branch_id, product_id, coalesce(doses_per_bottle, 0);

update daily_sales d set doses_per_bottle = s.doses_per_bottle
  from (select tenant_id, branch_id, product_id, (array_agg(doses_per_bottle order by last_seq desc))[1] as doses_per_bottle
          from sold_in group by tenant_id, branch_id, product_id) s
 where d.tenant_id = s.tenant_id and d.branch_id = s.branch_id and d.product_id = s.product_id;

-- Where the size has changed, the days are summed anew; packs and money, which the ledger does not hold, stay with the newest size.
create temporary table mixed on commit drop as
  select tenant_id, branch_id, product_id from sold_in group by tenant_id, branch_id, product_id having count(*) > 1;
update daily_sales d set sold = 0, returned = 0
  from mixed m
 where d.tenant_id = m.tenant_id and d.branch_id = m.branch_id and d.product_id = m.product_id;
alter table daily_sales add primary key (tenant_id, business_day, branch_id, product_id, doses_per_bottle);
insert into daily_sales as d (tenant_id, business_day, branch_id, product_id, doses_per_bottle, sold, returned)
  select m.tenant_id,
         ((m.occurred_at at time zone coalesce(t.settings ->> 'time_zone', 'America/Sao_Paulo'))
           - make_interval(hours => coalesce((t.settings ->> 'business_day_cutoff_hour')::integer, 6)))::date,
         m.branch_id, m.product_id, coalesce(m.doses_per_bottle, 0),
         coalesce(-sum(m.quantity) filter (where m.movement_type <> 'return'), 0),
         coalesce(sum(m.quantity) filter (where m.movement_type = 'return'), 0)
    from mixed join stock_movements m using (tenant_id, branch_id, product_id) join tenants t on t.id = m.tenant_id
   where m.movement_type in ('sale', 'sale_muntu', 'return')
   group by 1, 2, 3, 4, 5
      on conflict (tenant_id, business_day, branch_id, product_id, doses_per_bottle) do update
     set sold = excluded.sold, returned = excluded.returned;

alter table tenants force row level security;
alter table stock_movements force row level security;
alter table daily_sales force row level security;
