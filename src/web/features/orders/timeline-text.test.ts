import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { eventText } from './timeline-text.ts'

const ME = '01900000-0000-7000-8000-000000000001'
const told = (kind: string, facts: Record<string, unknown> = {}) => eventText({ kind, facts }, ME)

describe('a line of the timeline', () => {
  it('has words for whatever the server writes there', () => {
    const source = readFileSync(
      new URL('../../../server/orders/order-events.store.ts', import.meta.url),
      'utf8',
    )
    const kinds = [...source.matchAll(/^ {2}\| '([a-z_]+)'$/gm)].map(([, kind]) => kind ?? '')
    expect(kinds.length).toBeGreaterThan(20)
    expect(kinds.filter((kind) => told(kind).title === kind)).toEqual([])
    expect(told('of_tomorrow').title).toBe('of_tomorrow')
  })

  it('says which items nobody knows, and a word that tells nothing', () => {
    const facts = { items: 2, word: 'novo', is_word_known: false, unknown_skus: ['A-1', 'B 2'] }
    expect(told('taken', facts)).toMatchObject({
      title: 'Chegou do site com 2 itens',
      more: [expect.stringContaining('“novo”'), 'Sem produto: A-1, B 2'],
    })
  })

  it('says who did it, and what that changed', () => {
    const facts = { payment: 'refused', before: 'awaiting_payment', after: 'cancelled' }
    expect(told('payment_by_person', { ...facts, by: ME }).more).toEqual([
      'Por você.',
      'Aguarda pagamento → Cancelado',
    ])
    expect(told('resent', { by: 'someone else' }).more).toEqual(['Por outra pessoa.'])
  })

  it('tells a failure in words, with its reason once, and that it may have been done', () => {
    const facts = { operation: 'POST /pedidos/vendas', failure: 'unavailable', attempt: 3 }
    expect(told('failed', { ...facts, reason: 'unavailable', is_unclear: true })).toMatchObject({
      title: 'Não deu certo (3ª tentativa)',
      more: ['Ao criar o pedido no Bling: fora do ar', expect.stringContaining('pode ter sido feito')],
      tone: 'warn',
    })
    expect(told('given_up', { ...facts, failure: 'invalid', reason: 'CPF inválido' })).toMatchObject({
      more: ['Ao criar o pedido no Bling: recusado', 'CPF inválido'],
      tone: 'bad',
    })
  })

  it('shows both versions of an order that was edited, and why it waits for a person', () => {
    const before = { total_cents: 11_980, items: [{ sku: 'CANECA-01', quantity: 2, unit_price_cents: 5990 }] }
    const after = { total_cents: 0, items: [] }
    const { more, tone } = told('edited', { before, after, are_items_same: false, held_because: 'invoiced' })
    expect(tone).toBe('warn')
    expect(more.join('; ').replaceAll('\u00a0', ' ')).toBe(
      'Antes: 2 × CANECA-01 (R$ 119,80); Agora: nenhum item (R$ 0,00); Espera alguém decidir sobre a edição: já há nota fiscal.',
    )
    expect(told('edited', { before, after: before, are_items_same: true, held_because: null }).tone).toBe(
      'calm',
    )
  })
})
