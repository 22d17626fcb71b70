import { describe, expect, it } from 'vitest'
import { addressOf, type BlingRequest, errorOf, periodOf, restOf } from './request.ts'

const READ: BlingRequest = { operation: 'GET /produtos', method: 'GET', path: '/produtos' }
const WRITE: BlingRequest = { operation: 'POST /estoques', method: 'POST', path: '/estoques', body: {} }
const answer = (status: number, body: unknown) => ({
  status,
  header: () => null,
  text: typeof body === 'string' ? body : JSON.stringify(body),
})
const refusal = (type: string, more: object = {}) => ({ error: { type, message: type, ...more } })

describe('an address', () => {
  it('repeats the key of a list with brackets and leaves out what is not given', () => {
    const query = { tipo: 'T', codigos: ['A&1', 'b'], pagina: 2, nome: undefined }
    expect(addressOf({ ...READ, query })).toBe(
      '/produtos?tipo=T&codigos%5B%5D=A%261&codigos%5B%5D=b&pagina=2',
    )
  })
})

describe('a bad answer', () => {
  it.each([
    [401, refusal('invalid_token'), 'auth'],
    [403, refusal('insufficient_scope'), 'auth'],
    [403, '<html>Forbidden</html>', 'unavailable'],
    [404, refusal('RESOURCE_NOT_FOUND'), 'not_found'],
    [404, '<html>Not Found</html>', 'unavailable'],
    [414, '<html>Request-URI Too Large</html>', 'invalid'],
    [400, refusal('VALIDATION_ERROR'), 'invalid'],
    [429, refusal('TOO_MANY_REQUESTS'), 'rate_limited'],
    [302, '', 'unavailable'],
    [502, '<html>Bad Gateway</html>', 'unavailable'],
  ])('of status %i is of one of five kinds', (status, body, kind) => {
    expect(errorOf(READ, answer(status, body)).kind).toBe(kind)
  })

  it('leaves a doubt only behind a write that got no clear answer', () => {
    expect(errorOf(WRITE, answer(504, '')).ambiguous).toBe(true)
    expect(errorOf(READ, answer(504, '')).ambiguous).toBe(false)
    expect(errorOf(WRITE, answer(400, refusal('VALIDATION_ERROR'))).ambiguous).toBe(false)
    expect(errorOf(WRITE, answer(429, refusal('TOO_MANY_REQUESTS'))).ambiguous).toBe(false)
  })

  it('tells its reasons to a person and keeps them out of what is logged', () => {
    const fields = [{ msg: 'Parcelas com erro', collection: [{ msg: 'Id inválido.' }] }, { msg: null }]
    const error = errorOf(
      WRITE,
      answer(400, refusal('VALIDATION_ERROR', { description: 'Não deu.', fields })),
    )
    expect(error.detail).toBe('Não deu. Parcelas com erro Id inválido.')
    expect(JSON.stringify({ ...error })).not.toContain('Parcelas')
    expect(error.message).toBe('POST /estoques: invalid (VALIDATION_ERROR)')
  })
})

describe('a refusal for the rate', () => {
  it('is of the second or of the day, by its period or else by its words (sync 22)', () => {
    const period = (more: object) => periodOf(answer(429, refusal('TOO_MANY_REQUESTS', more)))
    expect(period({ period: 'day' })).toBe('day')
    expect(period({ period: 'second', description: 'limite por dia' })).toBe('second')
    expect(period({ description: 'O limite de requisições por dia foi atingido' })).toBe('day')
    expect(period({ description: 'limite diário' })).toBe('day')
    expect(periodOf(answer(429, '<html>'))).toBe('second')
  })
  it('is obeyed when it says for how long, though it never does (sync 22)', () => {
    const saying = (value: string | null) => restOf({ status: 429, header: () => value, text: '' })
    expect([saying('2'), saying(null), saying('soon'), saying('-1')]).toEqual([2000, 0, 0, 0])
  })
})
