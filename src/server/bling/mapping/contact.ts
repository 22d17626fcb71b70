import * as z from 'zod'
import { blingId, optionalText, wordOf } from './fields.ts'

/** A contact in a list. The code may repeat and may have zeros in front: it is text. */
export type ContactRow = {
  readonly contact_id: string
  readonly name: string
  readonly code: string
  /** CPF or CNPJ without punctuation, letters as capitals; often empty. */
  readonly document: string
  readonly phone: string
  readonly mobile: string
  readonly status: 'active' | 'inactive' | 'deleted' | 'unmoved' | 'other'
}

/** A contact to be made: the buyer of an order from a shop. */
export type NewContact = {
  readonly name: string
  readonly document: string
  readonly person: 'natural' | 'legal' | 'foreign'
  readonly email?: string
  readonly phone?: string
  readonly address?: {
    readonly street: string
    readonly number: string
    readonly complement: string
    readonly district: string
    readonly city: string
    readonly state: string
    readonly postal_code: string
  }
}

const STATUSES = { A: 'active', I: 'inactive', E: 'deleted', S: 'unmoved' } as const
const PERSONS = { natural: 'F', legal: 'J', foreign: 'E' } as const

/** Reads a contact. */
export const contactIn = z
  .looseObject({
    id: blingId,
    nome: optionalText,
    codigo: optionalText,
    numeroDocumento: optionalText,
    telefone: optionalText,
    celular: optionalText,
    situacao: wordOf(STATUSES),
  })
  .transform(
    (contact): ContactRow => ({
      contact_id: contact.id,
      name: contact.nome,
      code: contact.codigo,
      document: bareDocument(contact.numeroDocumento),
      phone: contact.telefone,
      mobile: contact.celular,
      status: contact.situacao,
    }),
  )

/** A contact as only its own page shows it: the list has no e-mail. */
export const contactDetailIn = z
  .looseObject({ id: blingId, email: optionalText })
  .transform(({ id, email }) => ({ contact_id: id, email }))

/** A CPF or CNPJ without punctuation. A CNPJ may hold letters. */
export function bareDocument(document: string): string {
  return document.replace(/[^0-9A-Za-z]/g, '').toUpperCase()
}

/** A contact in Bling's words. */
export function contactOut(contact: NewContact): object {
  const { address } = contact
  return {
    nome: contact.name,
    situacao: 'A',
    tipo: PERSONS[contact.person],
    numeroDocumento: bareDocument(contact.document),
    ...(contact.email === undefined ? {} : { email: contact.email }),
    ...(contact.phone === undefined ? {} : { telefone: contact.phone }),
    ...(address === undefined
      ? {}
      : {
          endereco: {
            geral: {
              endereco: address.street,
              numero: address.number,
              complemento: address.complement,
              bairro: address.district,
              municipio: address.city,
              uf: address.state,
              cep: address.postal_code,
            },
          },
        }),
  }
}
