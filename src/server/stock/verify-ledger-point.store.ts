import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** How far a ledger was proven, and the seal that stood there. */
export type VerifiedPoint = { readonly seq: number; readonly hash: string }

/** The last point that was proven, with the seal that the ledger carries there now; null before the first proof. */
export async function verifiedPoint(
  tx: Tx,
): Promise<(VerifiedPoint & { readonly hash_now: string | null }) | null> {
  const [point] = await tx.query<VerifiedPoint & { hash_now: string | null }>(sql`
    select v.up_to_seq as seq, encode(v.root_hash, 'hex') as hash, encode(m.hash, 'hex') as hash_now
      from ledger_verifications v
      left join stock_movements m on m.tenant_id = v.tenant_id and m.seq = v.up_to_seq
     where v.tenant_id = ${tx.tenant_id}`)
  return point ?? null
}

/** Remembers a proof. A later point never gives way to an earlier one. */
export async function saveVerifiedPoint(
  tx: Tx,
  point: VerifiedPoint,
  proof: { readonly at: Date; readonly isFull: boolean },
): Promise<void> {
  await tx.query(sql`
    insert into ledger_verifications as v (tenant_id, up_to_seq, root_hash, verified_at, fully_verified_at)
    values (${tx.tenant_id}, ${point.seq}, decode(${point.hash}, 'hex'), ${proof.at}, ${proof.at})
        on conflict (tenant_id) do update
       set up_to_seq = excluded.up_to_seq, root_hash = excluded.root_hash, verified_at = excluded.verified_at,
           fully_verified_at = case when ${proof.isFull} then excluded.verified_at else v.fully_verified_at end
     where v.up_to_seq <= excluded.up_to_seq`)
}
