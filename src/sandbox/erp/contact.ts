import type { Sim } from '../sim.ts'

/** A customer, supplier or other contact. `doc` keeps the fields as sent. */
export interface Contact {
  readonly id: number
  readonly nome: string
  readonly codigo: string
  readonly situacao: 'A' | 'E' | 'I' | 'S'
  readonly tipo: 'J' | 'F' | 'E'
  /** Without punctuation; a CNPJ may hold letters. */
  readonly numeroDocumento: string
  /** The anonymous consumer every account has; it cannot be changed. */
  readonly is_final_consumer: boolean
  readonly created_at: number
  readonly altered_at: number
  readonly doc: Readonly<Record<string, unknown>>
}

/** A contact as sent. */
export interface ContactInput {
  readonly nome: string
  readonly codigo?: string | undefined
  readonly situacao: Contact['situacao']
  readonly tipo: Contact['tipo']
  readonly numeroDocumento?: string | undefined
  readonly [other: string]: unknown
}

/** Adds a contact, or replaces one. */
export function saveContact(
  sim: Sim,
  companyId: string,
  input: ContactInput,
  existing?: Contact,
  isFinalConsumer = false,
): Contact {
  const now = sim.clock.now()
  const contact: Contact = {
    id: existing?.id ?? sim.random.nextId(),
    nome: input.nome,
    codigo: input.codigo ?? '',
    situacao: input.situacao,
    tipo: input.tipo,
    numeroDocumento: (input.numeroDocumento ?? '').replace(/[^0-9A-Za-z]/g, '').toUpperCase(),
    is_final_consumer: existing?.is_final_consumer ?? isFinalConsumer,
    created_at: existing?.created_at ?? now,
    altered_at: now,
    doc: input,
  }
  sim.world.contacts.put(companyId, contact.id, contact)
  return contact
}

/** The anonymous consumer. */
export function finalConsumer(sim: Sim, companyId: string): Contact {
  for (const contact of sim.world.contacts.in(companyId).values()) {
    if (contact.is_final_consumer) return contact
  }
  return saveContact(sim, companyId, { nome: 'Consumidor Final', situacao: 'A', tipo: 'F' }, undefined, true)
}
