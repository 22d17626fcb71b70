import { describe, expect, it } from 'vitest'
import { type KnownContact, matchContact } from './customer-match.ts'

const contact = (contact_id: string, more: Partial<KnownContact>): KnownContact => ({
  contact_id,
  document: '',
  email: '',
  is_active: true,
  ...more,
})

describe('the buyer of an order', () => {
  it('is found by document, letters included, the first contact of several (sync 87)', () => {
    const known = [
      contact('200', { document: '12ABC34501DE35' }),
      contact('99', { document: '12ABC34501DE35' }),
      contact('1', { document: '12ABC34501DE35', is_active: false }),
    ]
    expect(matchContact({ document: '12ABC34501DE35', email: null }, known)).toEqual({
      kind: 'known',
      contact_id: '99',
    })
  })

  it('is found by e-mail only when no document was given: a family shares an address', () => {
    const known = [contact('1', { document: '52998224725', email: 'Casa@Exemplo.com.br' })]
    expect(matchContact({ document: '11144477735', email: 'casa@exemplo.com.br' }, known)).toEqual({
      kind: 'new',
    })
    expect(matchContact({ document: null, email: ' casa@exemplo.com.br' }, known)).toEqual({
      kind: 'known',
      contact_id: '1',
    })
  })

  it('is nobody in particular without either', () => {
    expect(matchContact({ document: null, email: null }, [contact('1', {})])).toEqual({ kind: 'anonymous' })
  })
})
