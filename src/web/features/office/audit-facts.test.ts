import { expect, it } from 'vitest'
import { auditFacts } from './audit-facts.ts'

const said = (facts: Readonly<Record<string, unknown>>) =>
  auditFacts(facts).map((fact) => fact.replaceAll('\u00a0', ' '))

it('says what changed in the words of the screens, field by field', () => {
  expect(
    said({
      unit_price_cents: { before: 900, after: 1050 },
      role: { before: 'cashier', after: 'owner' },
      gtin: { before: null, after: '7891000100103' },
      category: { before: '', after: null },
      password_reset: true,
    }),
  ).toEqual([
    'Preço de venda unitário: R$ 9,00 → R$ 10,50',
    'Papel: Caixa → Proprietário',
    'Código de barras (EAN): 7891000100103',
    'Senha trocada: sim',
  ])
})

it('shows of two whole documents what differs', () => {
  const before = { name: 'Bar', safety_stock: 0, sources: ['P1'] }
  expect(said({ before, after: { ...before, safety_stock: 1200, sources: ['P1', 'P2'] } })).toEqual([
    'Estoque de segurança: 0 → 1.200',
    'Fontes: P1 → P1, P2',
  ])
})

it('leaves nothing out that has no word of ours', () => {
  expect(said({ strange: { inner: [1, { deep: false }] }, skus: [] })).toEqual([
    'strange: inner 1, deep não',
    'SKUs: —',
  ])
  expect(said({ before: { name: 'Antigo' } })).toEqual(['Antes: Nome Antigo'])
  // A name that happens to be one of our words stays a name.
  expect(said({ name: 'owner' })).toEqual(['Nome: owner'])
})
