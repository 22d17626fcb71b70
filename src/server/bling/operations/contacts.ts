import * as z from 'zod'
import type { Caller } from '../client/caller.ts'
import { allOf, createdId, pagesOf, readData } from '../client/read-answer.ts'
import {
  bareDocument,
  type ContactRow,
  contactDetailIn,
  contactIn,
  contactOut,
  type NewContact,
} from '../mapping/contact.ts'
import { blingId } from '../mapping/fields.ts'
import { saoPauloTime } from '../rate/sao-paulo-day.ts'

/** Contacts of an account. */
export type ContactOperations = {
  /** Walks all contacts, or those that changed since. */
  pages(filter: { readonly changed_since?: Date }): AsyncGenerator<ContactRow[]>
  /** Contacts with this CPF or CNPJ, whatever its punctuation. */
  byDocument(document: string): Promise<ContactRow[]>
  /** Contacts with this e-mail, without regard to case; at most the ten newest of those that mention it. */
  byEmail(email: string): Promise<(ContactRow & { readonly email: string })[]>
  /** Makes a contact and gives its id. */
  create(contact: NewContact): Promise<string>
  /** Writes the phones of a contact and leaves everything else of it as it is. */
  changePhones(contact_id: string, phones: Pick<ContactRow, 'phone' | 'mobile'>): Promise<void>
  /** The anonymous buyer that every account has, for sales at the counter. */
  finalConsumer(): Promise<ContactRow>
}

const wholeContact = z.looseObject({ id: blingId })

/** An e-mail is only told one contact at a time. */
const LOOKED_AT = 10
/** Bling's default lists only the newest ones. */
const ALL = 1

/** Binds the operations to a caller. */
export function contactOperations(call: Caller): ContactOperations {
  const listed = (query: Record<string, string | undefined>) =>
    pagesOf(
      call,
      {
        operation: 'GET /contatos',
        method: 'GET',
        path: '/contatos',
        query: { criterio: ALL, ...query },
      },
      contactIn,
    )
  return {
    pages: ({ changed_since }) =>
      listed({ dataAlteracaoInicial: changed_since && saoPauloTime(changed_since) }),
    async byDocument(document) {
      const numeroDocumento = bareDocument(document)
      return numeroDocumento === '' ? [] : allOf(listed({ numeroDocumento }))
    },
    async byEmail(email) {
      const pesquisa = email.trim()
      if (pesquisa === '') return []
      const found: (ContactRow & { readonly email: string })[] = []
      for (const row of (await allOf(listed({ pesquisa }))).slice(0, LOOKED_AT)) {
        const path = `/contatos/${encodeURIComponent(row.contact_id)}`
        const request = { operation: 'GET /contatos/{idContato}', method: 'GET' as const, path }
        const detail = await readData(call, request, contactDetailIn)
        if (detail.email.trim().toLowerCase() === pesquisa.toLowerCase())
          found.push({ ...row, email: detail.email })
      }
      return found
    },
    create: (contact) =>
      createdId(call, {
        operation: 'POST /contatos',
        method: 'POST',
        path: '/contatos',
        body: contactOut(contact),
      }),
    async changePhones(contact_id, { phone, mobile }) {
      const path = `/contatos/${encodeURIComponent(contact_id)}`
      const read = { operation: 'GET /contatos/{idContato}', method: 'GET' as const, path }
      // A PUT forgets what it does not name.
      const { id: _id, ...whole } = await readData(call, read, wholeContact)
      const body = { ...whole, telefone: phone, celular: mobile }
      await call({ operation: 'PUT /contatos/{idContato}', method: 'PUT', path, body })
    },
    finalConsumer: () =>
      readData(
        call,
        { operation: 'GET /contatos/consumidor-final', method: 'GET', path: '/contatos/consumidor-final' },
        contactIn,
      ),
  }
}
