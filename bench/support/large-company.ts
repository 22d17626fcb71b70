import type pg from 'pg'

/** How big a company to invent. */
export type CompanySize = {
  readonly movements: number
  readonly products: number
  readonly people: number
}

/** Ids of an invented company, each made from a number so that queries can name any of them. */
export const TENANT_ID = '00000000-0000-7000-8000-0000000000aa'
export const branchId = (number: number): string => numberedId('b', number)
export const productId = (number: number): string => numberedId('c', number)
export const personId = (number: number): string => numberedId('d', number)

function numberedId(kind: string, number: number): string {
  return `0000000${kind}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}

/** The invented ledger begins and ends here. */
export const FIRST_DAY = new Date('2024-11-01T00:00:00Z')
export const LAST_DAY = new Date('2026-11-01T00:00:00Z')

const BRANCHES = 2
const MOVEMENTS_A_STEP = 500_000

/**
 * Invents a company of two branches and writes its rows by SQL alone: a few products sell most, four of five movements are
 * sales, one in ten carries a device's time of minutes before, one in a thousand of days before. Seals are not real and levels
 * are not contiguous: this is for measuring how fast rows are found, not whether they are right.
 */
export async function inventCompany(
  client: pg.Client,
  size: CompanySize,
  log: (line: string) => void,
): Promise<void> {
  await client.query(`set app.tenant_id = '${TENANT_ID}'`)
  await inventCatalog(client, size)
  const indexes = await dropSecondaryIndexes(client)
  for (let from = 1; from <= size.movements; from += MOVEMENTS_A_STEP) {
    const to = Math.min(size.movements, from + MOVEMENTS_A_STEP - 1)
    await client.query(MOVEMENTS, [
      TENANT_ID,
      from,
      to,
      size.products,
      size.people,
      FIRST_DAY,
      LAST_DAY,
      size.movements,
    ])
    log(`${to} movements`)
  }
  for (const definition of indexes) await client.query(definition)
  log('indexes')
  await client.query(LEVELS, [TENANT_ID])
  await client.query(DAYS, [TENANT_ID, LAST_DAY])
  await client.query(`update ledgers set last_seq = $2, last_recorded_at = $3 where tenant_id = $1`, [
    TENANT_ID,
    size.movements,
    LAST_DAY,
  ])
  await client.query('vacuum analyze')
}

async function inventCatalog(client: pg.Client, size: CompanySize): Promise<void> {
  await client.query(`insert into tenants (id, name) values ($1, 'Bar Inventado')`, [TENANT_ID])
  await client.query('insert into ledgers (tenant_id) values ($1)', [TENANT_ID])
  for (let number = 1; number <= BRANCHES; number += 1) {
    await client.query('insert into branches (tenant_id, id, name) values ($1, $2, $3)', [
      TENANT_ID,
      branchId(number),
      `Filial ${number}`,
    ])
  }
  await client.query(
    `insert into auth.users (id, name, email)
     select ${idSql('d', 'n')}, 'Pessoa ' || n, 'pessoa' || n || '@bar.invalid' from generate_series(1, $1::int) n`,
    [size.people],
  )
  await client.query(
    `insert into memberships (tenant_id, user_id, name, role)
     select $1, ${idSql('d', 'n')}, 'Pessoa ' || n, 'cashier' from generate_series(1, $2::int) n`,
    [TENANT_ID, size.people],
  )
  await client.query(PRODUCTS, [TENANT_ID, size.products])
}

/** SQL for the id of the kind and number that `numberedId` gives. */
function idSql(kind: string, number: string): string {
  return `('0000000${kind}-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
}

const PRODUCTS = `
  insert into products (tenant_id, id, sku, gtin, name, category, unit_price_cents, cost_cents, box_tracking, units_per_box)
  select $1, ${idSql('c', 'n')}, 'SKU-' || lpad(n::text, 6, '0'), (7890000000000 + n)::text,
         (array['Cerveja', 'Água', 'Vinho', 'Cachaça', 'Refrigerante', 'Suco', 'Whisky', 'Energético'])[1 + n % 8] || ' '
           || (array['Maçã', 'Pilsen', 'Especial', 'Premium', 'Zero', 'Tradicional', 'Limão'])[1 + n % 7] || ' ' || md5(n::text),
         (array['Cervejas', 'Águas', 'Vinhos', 'Destilados', 'Refrigerantes'])[1 + n % 5], 900, 400, n % 2 = 0,
         case when n % 2 = 0 then 12 end
    from generate_series(1, $2::int) n`

const MOVEMENTS = `
  insert into stock_movements (tenant_id, seq, recorded_at, occurred_at, id, branch_id, product_id, operation_id, responsible,
      quantity, quantity_before, quantity_after, closed_boxes_before, closed_boxes_after, open_box_before, open_box_after,
      open_bottle_before, open_bottle_after, units_per_box, boxes_opened, bottles_opened, box_opened_automatically, from_device,
      movement_type, reason, hash)
  select $1, seq, recorded_at,
         recorded_at - case when r1 < 0.9 then interval '0' when r1 < 0.999 then r2 * interval '20 minutes' else r2 * interval '9 days' end,
         gen_random_uuid(), ${idSql('b', 'case when r2 < 0.7 then 1 else 2 end')}, ${idSql('c', '1 + floor($4::int * r3 * r3 * r3)::int')},
         gen_random_uuid(), ${idSql('d', '1 + floor($5::int * r4 * r4)::int')},
         -2, 60, 58, 5, 4, 0, 10, 0, 0, 12, 1, 0, kind like 'sale%' and r5 < 0.1, r1 >= 0.9,
         kind, case when kind = 'loss' then 'Vencido' end, sha256(int8send(seq))
    from (select seq, $6::timestamptz + (seq::float8 / $8::float8) * ($7::timestamptz - $6::timestamptz) as recorded_at,
                 random() as r1, random() as r2, random() as r3, random() as r4, random() as r5,
                 (array['sale_muntu', 'sale_muntu', 'sale_muntu', 'sale_muntu', 'sale_muntu', 'sale_muntu', 'sale_muntu', 'sale_muntu',
                        'purchase', 'purchase', 'purchase', 'purchase', 'adjustment', 'count', 'count', 'loss', 'breakage',
                        'transfer_out', 'transfer_in', 'return'])[1 + floor(random() * 100)::int] as rare
            from generate_series($2::bigint, $3::bigint) seq) made
    cross join lateral (select coalesce(rare, 'sale') as kind) type`

const LEVELS = `
  insert into inventory_items (tenant_id, branch_id, product_id, closed_boxes, open_box_units, units_per_box, qty_units, total_bottles,
      last_seq, sold_7d, sold_15d, sold_30d, consumption_avg_7d, consumption_avg_15d, consumption_avg_30d, days_until_stockout,
      suggested_reorder, incoming_units, status, updated_at)
  select $1, b.id, p.id, t / 12, t % 12, 12, t, t, coalesce(last_seq, 0), t % 50, t % 90, t % 170, (t % 50) / 7.0, (t % 90) / 15.0,
         (t % 170) / 30.0, case when t % 90 > 0 then t * 15 / (t % 90) end, t % 40, case when t % 20 = 0 then 60 else 0 end,
         case when t < 0 then 'divergent' when t = 0 then 'out' when t <= 10 then 'low' else 'ok' end,
         now() - random() * interval '90 days'
    from branches b
    join products p on p.tenant_id = b.tenant_id
    cross join lateral (select floor(random() * 400)::int - 2 + length(p.name) * 0 as t) level
    left join lateral (
      select max(seq) as last_seq from stock_movements m
       where m.tenant_id = b.tenant_id and m.product_id = p.id and m.branch_id = b.id) last on true
   where b.tenant_id = $1`

const DAYS = `
  insert into daily_sales (tenant_id, business_day, branch_id, product_id, sold, amount_cents)
  select $1, occurred_at::date, branch_id, product_id, -sum(quantity), sum(900)
    from stock_movements
   where tenant_id = $1 and recorded_at > $2::timestamptz - interval '45 days' and movement_type like 'sale%'
   group by occurred_at::date, branch_id, product_id`

/** Rows go in several times faster without indexes; gives the statements that make them again. */
async function dropSecondaryIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select indexname as name, indexdef as definition from pg_indexes
     where schemaname = 'public' and tablename = 'stock_movements' and indexname <> 'stock_movements_pkey'`)
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map((row) => row.definition)
}
