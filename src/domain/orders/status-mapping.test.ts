import { describe, expect, it } from 'vitest'
import {
  mappingInForce,
  NO_OVERRIDES,
  newsFromSite,
  situationFor,
  wordForSite,
  wordToTell,
} from './status-mapping.ts'

describe('the words of a shop', () => {
  it('tell what they usually mean, and nothing when nobody knows them', () => {
    expect(newsFromSite('woocommerce', NO_OVERRIDES, 'processing')).toEqual({ payment: 'approved' })
    expect(newsFromSite('generic', NO_OVERRIDES, 'expired')).toEqual({ payment: 'refused' })
    expect(newsFromSite('woocommerce', NO_OVERRIDES, 'enviado-motoboy')).toBeNull()
    expect(newsFromSite('generic', NO_OVERRIDES, 'constructor')).toBeNull()
  })

  it('tell what the owner set for this shop, in both directions', () => {
    const set = {
      from_site: { 'enviado-motoboy': { progress: 'shipped' as const }, processing: null },
      to_site: { shipped: 'enviado-motoboy', refunded: null },
      to_bling: { in_progress: '447110' },
    }
    expect(newsFromSite('woocommerce', set, 'enviado-motoboy')).toEqual({ progress: 'shipped' })
    expect(newsFromSite('woocommerce', set, 'processing')).toBeNull()
    expect(wordForSite('woocommerce', set, 'shipped')).toBe('enviado-motoboy')
    expect(wordForSite('woocommerce', set, 'refunded')).toBeNull()
    expect(wordForSite('woocommerce', set, 'delivered')).toBe('completed')
    expect([situationFor(set, 'in_progress'), situationFor(set, 'cancelled')]).toEqual(['447110', '12'])
    expect(mappingInForce('woocommerce', set).to_bling.cancelled).toBe('12')
  })

  it('for money that went back stand at a shop that keeps its orders, and are followed at one that is told', () => {
    const order = { status: 'delivered', payment: 'charged_back', site_word: 'refunded' } as const
    expect(wordToTell('woocommerce', NO_OVERRIDES, order)).toBeNull()
    expect(wordToTell('woocommerce', NO_OVERRIDES, { ...order, payment: 'approved' })).toBe('completed')
    expect(wordToTell('woocommerce', NO_OVERRIDES, { ...order, site_word: 'processing' })).toBe('completed')
    expect(wordToTell('generic', NO_OVERRIDES, order)).toBe('delivered')
  })
})
