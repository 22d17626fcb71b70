import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventIn } from './event.ts'
import { legacyEventIn } from './legacy-event.ts'

const companyId = 'd4475854366a36c86a37e792f9634a51'
const read = (event: string, data: unknown) =>
  eventIn({ eventId: 'e', event, companyId, data }, () => 'own')?.event.facts

describe('events in our words', () => {
  it('name what to look at again, whatever the resource', () => {
    expect(read('order.created', { id: 12345678 })).toMatchObject({ order_ids: ['12345678'] })
    expect(read('order.deleted', { id: 12345678 })).toMatchObject({
      order_ids: ['12345678'],
      product_ids: [],
    })
    expect(read('product.updated', { id: 7, codigo: '007' })).toMatchObject({ product_ids: ['7'], codes: [] })
    expect(read('product_supplier.updated', { id: 1, produto: { id: 9 } })).toMatchObject({
      product_ids: ['9'],
    })
    expect(read('consumer_invoice.created', { id: 5 })).toMatchObject({ invoice_ids: ['5'] })
    const virtual = { produto: { id: 3 }, vinculoComplexo: true, depositos: [{ id: 1 }, { id: 2 }] }
    expect(read('virtual_stock.updated', virtual)).toMatchObject({
      product_ids: ['3'],
      deposit_ids: ['1', '2'],
    })
  })

  it('without an id of their own get one, and without a company are none', () => {
    expect(eventIn({ companyId, event: 'order.created' }, () => 'own')?.event.event_id).toBe('own')
    expect(eventIn({ companyId: 'someone', event: 'order.created' }, () => 'own')).toBeNull()
  })

  it('of any content are read without failing, into what the database can hold', () => {
    const shapes = fc.dictionary(
      fc.constantFrom('id', 'produto', 'deposito', 'depositos', 'operacao', 'quantidade'),
      fc.oneof(fc.jsonValue(), fc.record({ id: fc.oneof(fc.integer(), fc.string({ unit: 'binary' })) })),
    )
    const names = fc.oneof(
      fc.constantFrom('stock.created', 'order.updated', 'invoice.created', 'product.deleted'),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(names, fc.oneof(shapes, fc.jsonValue()), (event, data) => {
        const text = JSON.stringify(eventIn({ eventId: event, event, companyId, data }, () => 'own'))
        expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/)
      }),
    )
  })
})

describe('older callbacks in our words', () => {
  const body = JSON.stringify({ retorno: { estoques: [{ estoque: { id: 1, codigo: 'A&B+1' } }] } })
  const facts = { product_ids: ['1'], codes: ['A&B+1'] }

  it('are read as a form, as an unparsed form, as JSON, and as JSON in the field `data`', () => {
    const forms = [`data=${encodeURIComponent(body)}`, `data=${body}`, body, JSON.stringify({ data: body })]
    for (const form of forms) expect(legacyEventIn(form)).toMatchObject({ event: 'stock.callback', facts })
  })

  it('of any other content are none', () => {
    fc.assert(fc.property(fc.string(), (text) => legacyEventIn(text) === null))
    expect(legacyEventIn('{"retorno":{"outros":[]}}')).toMatchObject({ event: 'unknown.callback' })
  })
})
