import * as z from 'zod'
import { type Contact, finalConsumer, saveContact } from '../erp/contact.ts'
import { type BlingRequest, type BlingRoute, created, data, NO_CONTENT, type Query } from './answer.ts'
import { notFound, refused } from './bling-error.ts'
import { idParam, idsOf, numberOf, page, period, readBody, textOf } from './read.ts'

const SCOPE = 'Contatos'
const NAMESPACE = 'CONTATOS'

const situation = z.enum(['A', 'E', 'I', 'S'])
const contactBody = z.looseObject({
  nome: z.string().min(1),
  codigo: z.string().optional(),
  situacao: situation,
  tipo: z.enum(['J', 'F', 'E']),
  numeroDocumento: z.string().optional(),
})
/** What lists are filtered by; a field of another shape is as good as none. */
const filteredFields = z.object({
  telefone: z.string().optional().catch(undefined),
  tiposContato: z
    .array(z.object({ id: z.int() }))
    .optional()
    .catch(undefined),
  vendedor: z.object({ id: z.int() }).optional().catch(undefined),
  endereco: z
    .object({ geral: z.object({ uf: z.string().optional() }).optional() })
    .optional()
    .catch(undefined),
})
const situationBody = z.object({ situacao: situation })

/** Contact types differ from account to account; these are the sandbox's. */
const TYPES = [
  { id: 14_500_000_001, descricao: 'Cliente' },
  { id: 14_500_000_002, descricao: 'Fornecedor' },
]

function contactOf(request: BlingRequest): Contact {
  const contact = request.sim.world.contacts.get(request.company.id, idParam(request, 'idContato'))
  if (!contact) throw notFound()
  return contact
}

/** The anonymous consumer can be neither changed nor removed. */
function changeable(request: BlingRequest): Contact {
  const contact = contactOf(request)
  if (contact.is_final_consumer)
    throw refused(NAMESPACE, 'id', 'O contato Consumidor Final não pode ser alterado.')
  return contact
}

function row(contact: Contact) {
  return {
    id: contact.id,
    nome: contact.nome,
    codigo: contact.codigo,
    situacao: contact.situacao,
    numeroDocumento: contact.numeroDocumento,
    telefone: contact.doc['telefone'] ?? '',
    celular: contact.doc['celular'] ?? '',
  }
}

function detail(contact: Contact) {
  return {
    fantasia: '',
    indicadorIe: 9,
    ie: '',
    rg: '',
    inscricaoMunicipal: '',
    orgaoEmissor: '',
    email: '',
    emailNotaFiscal: '',
    orgaoPublico: 'N',
    endereco: { geral: EMPTY_ADDRESS, cobranca: EMPTY_ADDRESS },
    vendedor: { id: 0 },
    financeiro: { limiteCredito: 0, condicaoPagamento: '', categoria: { id: 0 } },
    pais: { nome: '' },
    tiposContato: [],
    pessoasContato: [],
    ...contact.doc,
    ...row(contact),
    tipo: contact.tipo,
  }
}

/** The default `criterio`, 3, is "últimos incluídos"; deleted contacts come only with 2. */
function list(request: BlingRequest): Contact[] {
  const { query } = request
  const criterion = numberOf(query, 'criterio') ?? 3
  const text = textOf(query, 'pesquisa')?.toLocaleLowerCase('pt-BR')
  const document = textOf(query, 'numeroDocumento')
  const ids = idsOf(query, 'idsContatos')
  const added = period(query, 'dataInclusao')
  const altered = period(query, 'dataAlteracao')
  const matchesDoc = byDoc(query)
  const person = { 1: 'F', 2: 'J', 3: 'E' }[numberOf(query, 'tipoPessoa') ?? 0]
  const rows = [...request.sim.world.contacts.in(request.company.id).values()].filter(
    (contact) =>
      (criterion === 2
        ? contact.situacao === 'E'
        : criterion === 4
          ? contact.situacao === 'S'
          : contact.situacao !== 'E') &&
      (text === undefined || matchesText(contact, text)) &&
      // Digits only: a document written with punctuation finds nothing.
      (document === undefined || contact.numeroDocumento === document) &&
      (!ids || ids.includes(contact.id)) &&
      (person === undefined || contact.tipo === person) &&
      added(contact.created_at) &&
      altered(contact.altered_at) &&
      matchesDoc(contact),
  )
  return page(query, rows.reverse())
}

/** By what a contact says of itself: its type, its seller, the state of its general address, its telephone by digits alone. */
function byDoc(query: Query): (contact: Contact) => boolean {
  const type = numberOf(query, 'idTipoContato')
  const seller = numberOf(query, 'idVendedor')
  const state = textOf(query, 'uf')?.toUpperCase()
  const phone = textOf(query, 'telefone')
  return ({ doc }) => {
    const { telefone, tiposContato, vendedor, endereco } = filteredFields.parse(doc)
    return (
      (type === undefined || (tiposContato?.some(({ id }) => id === type) ?? false)) &&
      (seller === undefined || vendedor?.id === seller) &&
      (state === undefined || endereco?.geral?.uf?.toUpperCase() === state) &&
      (phone === undefined || digits(telefone) === digits(phone))
    )
  }
}

function digits(text = ''): string {
  return text.replace(/\D/g, '')
}

function matchesText(contact: Contact, text: string): boolean {
  const { fantasia = '', email = '' } = contact.doc
  return [contact.nome, contact.numeroDocumento, contact.codigo, String(fantasia), String(email)].some(
    (value) => value.toLocaleLowerCase('pt-BR').includes(text),
  )
}

const EMPTY_ADDRESS = {
  endereco: '',
  cep: '',
  bairro: '',
  municipio: '',
  uf: '',
  numero: '',
  complemento: '',
}

/** Contacts. */
export const contatosRoutes: readonly BlingRoute[] = [
  { method: 'GET', path: '/contatos', scope: SCOPE, answer: (request) => data(list(request).map(row)) },
  { method: 'GET', path: '/contatos/tipos', scope: SCOPE, answer: () => data(TYPES) },
  {
    method: 'GET',
    path: '/contatos/consumidor-final',
    scope: SCOPE,
    answer: ({ sim, company }) => data(detail(finalConsumer(sim, company.id))),
  },
  {
    method: 'GET',
    path: '/contatos/{idContato}',
    scope: SCOPE,
    answer: (request) => data(detail(contactOf(request))),
  },
  {
    method: 'POST',
    path: '/contatos',
    scope: SCOPE,
    answer: (request) => {
      const body = readBody(contactBody, request.body, NAMESPACE)
      return created({ id: saveContact(request.sim, request.company.id, body).id })
    },
  },
  {
    method: 'PUT',
    path: '/contatos/{idContato}',
    scope: SCOPE,
    answer: (request) => {
      const contact = changeable(request)
      saveContact(request.sim, request.company.id, readBody(contactBody, request.body, NAMESPACE), contact)
      return NO_CONTENT
    },
  },
  {
    method: 'PATCH',
    path: '/contatos/{idContato}/situacoes',
    scope: SCOPE,
    answer: (request) => {
      const contact = changeable(request)
      const { situacao } = readBody(situationBody, request.body, NAMESPACE)
      const { nome, tipo, codigo, numeroDocumento } = contact
      saveContact(
        request.sim,
        request.company.id,
        { ...contact.doc, nome, tipo, codigo, numeroDocumento, situacao },
        contact,
      )
      return NO_CONTENT
    },
  },
  {
    method: 'DELETE',
    path: '/contatos/{idContato}',
    scope: SCOPE,
    answer: (request) => {
      request.sim.world.contacts.remove(request.company.id, changeable(request).id)
      return NO_CONTENT
    },
  },
]
