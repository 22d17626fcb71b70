/** Who bought, as far as finding them needs it. `document` is a checked CPF or CNPJ without punctuation; letters are capitals. */
export type Buyer = { readonly document: string | null; readonly email: string | null }

/** Somebody whom the account knows. */
export type KnownContact = {
  readonly contact_id: string
  readonly document: string
  readonly email: string
  readonly is_active: boolean
}

/** Whom an order is for: somebody known, somebody to be made, or nobody in particular. */
export type ContactMatch =
  | { readonly kind: 'known'; readonly contact_id: string }
  | { readonly kind: 'new' }
  | { readonly kind: 'anonymous' }

/**
 * Finds the buyer among contacts of the account: by document when there is one, and by nothing else then, because one address is often
 * shared in a family or a company; else by e-mail, without regard to case. Of several the one that was made first.
 */
export function matchContact(buyer: Buyer, contacts: readonly KnownContact[]): ContactMatch {
  const active = contacts.filter((contact) => contact.is_active)
  if (buyer.document !== null) return firstOf(active.filter(({ document }) => document === buyer.document))
  const email = buyer.email?.trim().toLowerCase() ?? ''
  if (email === '') return { kind: 'anonymous' }
  return firstOf(active.filter((contact) => contact.email.trim().toLowerCase() === email))
}

function firstOf(found: readonly KnownContact[]): ContactMatch {
  const [first] = found.toSorted((a, b) => byNumber(a.contact_id, b.contact_id))
  return first === undefined ? { kind: 'new' } : { kind: 'known', contact_id: first.contact_id }
}

function byNumber(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
}
