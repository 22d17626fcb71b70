import { type KnownContact, matchContact } from '../../domain/orders/customer-match.ts'
import type { BlingClient } from '../bling/client/bling-client.ts'
import { personOf } from './customer-document.ts'
import type { OrderPerson } from './orders.store.ts'

/**
 * The account's contact for whoever bought: found by document or e-mail, else made, else the anonymous consumer that every account has.
 * Looking comes first every time, so that a making whose answer never came is found instead of repeated.
 */
export async function contactOf(client: BlingClient, person: OrderPerson | null): Promise<string> {
  const match =
    person === null
      ? ({ kind: 'anonymous' } as const)
      : matchContact(person, await candidates(client, person))
  if (match.kind === 'known') return match.contact_id
  if (match.kind === 'anonymous' || person === null) return (await client.contacts.finalConsumer()).contact_id
  const { name, document, email, phone, address } = person
  return client.contacts.create({
    name,
    document: document ?? '',
    person: personOf(document),
    ...(email === null ? {} : { email }),
    ...(phone === null ? {} : { phone }),
    ...(address === null ? {} : { address }),
  })
}

async function candidates(client: BlingClient, { document, email }: OrderPerson): Promise<KnownContact[]> {
  const found =
    document !== null
      ? (await client.contacts.byDocument(document)).map((row) => ({ ...row, email: '' }))
      : email !== null
        ? await client.contacts.byEmail(email)
        : []
  return found.map((row) => ({
    contact_id: row.contact_id,
    document: row.document,
    email: row.email,
    is_active: row.status === 'active',
  }))
}
