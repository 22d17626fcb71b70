import * as z from 'zod'
import { blingId, optionalText } from './fields.ts'

/** A status that an account's orders can have, as its people named it. */
export type NamedStatus = {
  readonly status_id: string
  readonly name: string
  readonly inherited_id: string | null
}

/** Reads a module of records that have statuses. */
export const statusModuleIn = z
  .looseObject({ id: blingId, nome: optionalText })
  .transform(({ id, nome }) => ({ module_id: id, is_sales: nome.trim().toLowerCase() === 'vendas' }))

/** Reads a status. */
export const namedStatusIn = z
  .looseObject({ id: blingId, nome: optionalText, idHerdado: z.union([z.int(), z.string()]).nullish() })
  .transform(({ id, nome, idHerdado }): NamedStatus => {
    const inherited = String(idHerdado ?? 0)
    return { status_id: id, name: nome, inherited_id: inherited === '0' ? null : inherited }
  })
