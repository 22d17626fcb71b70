import { NOTHING, type Quantity } from './quantity.ts'

/** What a deposit holds: physical, and virtual = physical less what is reserved there. */
export type Balance = { readonly physical: Quantity; readonly virtual: Quantity }

/** Why a balance is not known. */
export type UnknownCause =
  | 'unavailable' // the account did not answer, or answered with an error until the attempts ended
  | 'row_missing' // the answer came without this product: missing is unknown, never zero
  | 'invalid_balance' // a number that cannot be a balance
  | 'link_ambiguous' // two active products answer to the code: nobody knows which one is meant
  | 'link_suggested' // a product that resembles ours waits for a person to say that it is the same
  | 'uncounted' // a site sells the product without counting: a person has to have it counted there
  | 'not_read'

/** What we know of one place for one SKU, after a healthy answer or the lack of one. */
export type Reading =
  | ({ readonly kind: 'observed' } & Balance)
  | { readonly kind: 'unmoved' } // the product is there, but never moved in this deposit: zero, with a note
  | { readonly kind: 'absent' } // the account has no such product, learned from a healthy answer: zero, with a note
  | { readonly kind: 'inactive' } // the deposit was switched off in the ERP
  | { readonly kind: 'unknown'; readonly cause: UnknownCause }

/** The balances of one product as an account answers them. It has no totals on purpose: they contain what we write. */
export type BalanceRow = {
  readonly product_id: string
  readonly deposits: readonly ({ readonly deposit_id: string } & Balance)[]
}

/** What an answer about balances says of one deposit. A product that was asked for and is not in the answer is unknown. */
export function readingInAnswer(
  rows: readonly BalanceRow[],
  product_id: string,
  deposit_id: string,
): Reading {
  const row = rows.find((candidate) => candidate.product_id === product_id)
  if (row === undefined) return { kind: 'unknown', cause: 'row_missing' }
  const deposit = row.deposits.find((candidate) => candidate.deposit_id === deposit_id)
  if (deposit === undefined) return { kind: 'unmoved' }
  return { kind: 'observed', physical: deposit.physical, virtual: deposit.virtual }
}

/** The balance that a reading stands for, or `null` when it says nothing about one. */
export function balanceOf(reading: Reading): Balance | null {
  switch (reading.kind) {
    case 'observed':
      return { physical: reading.physical, virtual: reading.virtual }
    case 'unmoved':
    case 'absent':
      return { physical: NOTHING, virtual: NOTHING }
    case 'inactive':
    case 'unknown':
      return null
  }
}
