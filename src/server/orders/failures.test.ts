import { describe, expect, it } from 'vitest'
import { BlingError } from '../bling/bling-error.ts'
import { endAfter, failureIn, withoutPerson } from './failures.ts'

const now = new Date(0)
const about = { now, random: () => 0.5, reason: 'porque' }
const first = { attempts: 0, is_unclear: false }
const failure = (more: Partial<ConstructorParameters<typeof BlingError>[0]>) =>
  failureIn(new BlingError({ kind: 'unavailable', operation: 'POST /pedidos/vendas', ...more }))

describe('a failed call', () => {
  it('is tried again after longer and longer waits while the other side is away', () => {
    const waits = [0, 1, 2, 9].map((attempts) =>
      endAfter(failure({}), { ...first, attempts }, about).next_attempt_at.getTime(),
    )
    expect(waits).toEqual([3750, 7500, 15_000, 225_000])
  })

  it('waits for a person when what was sent is refused', () => {
    expect(endAfter(failure({ kind: 'invalid' }), first, about)).toMatchObject({ state: 'dead', attempts: 1 })
    expect(endAfter(failure({}), { ...first, attempts: 899 }, about).state).toBe('dead')
  })

  it('is tried again when what was not found may only be late, and else waits for a person', () => {
    const late = failure({ kind: 'not_found', retry_at: now })
    expect(endAfter(late, first, about)).toMatchObject({ state: 'due', next_attempt_at: new Date(3750) })
    expect(endAfter(failure({ kind: 'not_found' }), first, about).state).toBe('dead')
  })

  it('is looked at before it is repeated when nobody answered', () => {
    const end = endAfter(failure({ ambiguous: true }), first, about)
    expect(end).toMatchObject({ state: 'due', is_unclear: true, next_attempt_at: new Date(10_000) })
  })

  it('comes again when the budget has room', () => {
    const retry_at = new Date(777_000)
    expect(endAfter(failure({ kind: 'rate_limited', retry_at }), first, about).next_attempt_at).toEqual(
      retry_at,
    )
  })

  it('of our own making is told apart', () => {
    expect(failureIn(new TypeError('x'))).toBeNull()
  })
})

it('keeps the buyer out of the reason of a failure (sync 80)', () => {
  const said = 'O contato Maria Silva, CPF 529.982.247-25, maria@exemplo.com.br, já existe no pedido 1001'
  expect(withoutPerson(said, ['Maria Silva', null])).toBe('O contato …, CPF …, …, já existe no pedido 1001')
})
