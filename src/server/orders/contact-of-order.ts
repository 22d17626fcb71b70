import { phonesWith } from '../../domain/orders/contact-phone.ts'
import { matchContact } from '../../domain/orders/customer-match.ts'
import type { BlingClient } from '../bling/client/bling-client.ts'
import { personOf } from './customer-document.ts'
import type { OrderPerson } from './orders.store.ts'

/**
 * The account's contact for whoever bought: found by document or e-mail, else made, else the anonymous consumer that every account has.
 * Looking comes first every time, so that a making whose answer never came is found instead of repeated. A phone that the contact does not
 * have yet is added to it.
 */
export async function contactOf(client: BlingClient, person: OrderPerson | null): Promise<string> {
  if (person === null) return anonymous(client)
  const candidates = await candidatesFor(client, person)
  const match = matchContact(person, candidates)
  if (match.kind === 'anonymous') return anonymous(client)
  if (match.kind === 'new') return make(client, person)
  const known = candidates.find(({ contact_id }) => contact_id === match.contact_id)
  const phones = known === undefined ? null : phonesWith(known, person.phone)
  if (phones !== null) await client.contacts.changePhones(match.contact_id, phones)
  return match.contact_id
}

async function anonymous(client: BlingClient): Promise<string> {
  return (await client.contacts.finalConsumer()).contact_id
}

function make(client: BlingClient, { name, document, email, phone, address }: OrderPerson): Promise<string> {
  return client.contacts.create({
    name,
    document: document ?? '',
    person: personOf(document),
    ...(email === null ? {} : { email }),
    ...(phone === null ? {} : { phone }),
    ...(address === null ? {} : { address }),
  })
}

async function candidatesFor(client: BlingClient, { document, email }: OrderPerson) {
  const found =
    document !== null
      ? (await client.contacts.byDocument(document)).map((row) => ({ ...row, email: '' }))
      : email !== null
        ? await client.contacts.byEmail(email)
        : []
  return found.map((row) => ({ ...row, is_active: row.status === 'active' }))
}
