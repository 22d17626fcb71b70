import { describe, expect, it } from 'vitest'
import { fromUnits } from '../../../domain/sync/quantity.ts'
import { balancesIn } from './balance.ts'
import { contactIn } from './contact.ts'
import { orderDetailIn, orderRowIn } from './order.ts'
import { productDetailIn, productRowIn } from './product.ts'
import { receivableRowIn } from './receivable.ts'

describe('records in our words', () => {
  it('are read with what is missing left empty, and words that nobody knows as `other`', () => {
    expect(productRowIn.parse({ id: 1, nome: 'Copo', formato: 'constructor', novo: {} })).toMatchObject({
      product_id: '1',
      code: '',
      parent_id: null,
      kind: 'other',
      type: 'other',
      status: 'other',
    })
    expect(contactIn.parse({ id: 5 })).toMatchObject({ contact_id: '5', name: '', status: 'other' })
    expect(receivableRowIn.parse({ id: 5, origem: null })).toMatchObject({ order_id: null, status: 'other' })
    const order = { id: 7, contato: { id: 1 }, situacao: { id: 883047, valor: 99 }, loja: { id: 0 } }
    expect(orderRowIn.parse(order)).toMatchObject({ status: 'other', status_id: '883047', channel_id: null })
  })

  it('take the noise off prices (49.9000015259 is 4990 cents) and keep long ids whole', () => {
    const read = productRowIn.parse({ id: 16_698_952_209, nome: 'Copo', preco: 49.9000015259, codigo: '007' })
    expect(read).toMatchObject({ product_id: '16698952209', price_cents: 4990, code: '007' })
  })

  it('know a variation by its parent, wherever that is said', () => {
    expect(productRowIn.parse({ id: 2, nome: 'P', idProdutoPai: 1 }).parent_id).toBe('1')
    const detail = { id: 2, nome: 'P', variacao: { nome: 'Tamanho:P', produtoPai: { id: 1 } } }
    expect(productDetailIn.parse(detail)).toMatchObject({
      parent_id: '1',
      variation: 'Tamanho:P',
      kit_stock: null,
    })
  })

  it('know it by the parent that shows it, too', () => {
    const variacoes = [{ id: 2, nome: 'P' }]
    expect(productDetailIn.parse({ id: 1, nome: 'Camisa', variacoes }).variations).toMatchObject([
      { product_id: '2', parent_id: '1' },
    ])
  })

  it('leave out a product whose balance cannot be read, so that it counts as unknown and never as zero (sync 9)', () => {
    const deposit = { id: 1, saldoFisico: 0.1, saldoVirtual: -0.2 }
    const rows = balancesIn.parse([
      { produto: { id: 1 }, depositos: [deposit] },
      { produto: { id: 2 }, depositos: [deposit, { id: 2, saldoFisico: 'muitos', saldoVirtual: 1 }] },
      { produto: { id: 3 }, depositos: [{ id: 1, saldoFisico: 1 }] },
      { produto: { id: 4 }, saldoFisicoTotal: 7, depositos: [] },
    ])
    expect(rows).toEqual([
      {
        product_id: '1',
        deposits: [{ deposit_id: '1', physical: fromUnits(0.1), virtual: fromUnits(-0.2) }],
      },
      { product_id: '4', deposits: [] },
    ])
  })

  it('take a row without deposits for a product that never moved only where its total is zero (sync 9)', () => {
    const rows = balancesIn.parse([
      { produto: { id: 1 }, saldoFisicoTotal: 0 },
      { produto: { id: 2 }, saldoFisicoTotal: '0.0000', depositos: null },
      { produto: { id: 3 }, saldoFisicoTotal: 7 },
      { produto: { id: 4 }, saldoFisicoTotal: -7, depositos: null },
      { produto: { id: 5 }, saldoFisicoTotal: null },
      { produto: { id: 6 } },
    ])
    expect(rows).toEqual([
      { product_id: '1', deposits: [] },
      { product_id: '2', deposits: [] },
    ])
  })

  it('refuse an order with an item without a quantity: nothing is made up', () => {
    const order = { id: 7, contato: { id: 1 }, situacao: { id: 6, valor: 0 }, itens: [{ descricao: 'Copo' }] }
    expect(orderDetailIn.safeParse(order).success).toBe(false)
  })
})
