import { expect, it } from 'vitest'
import { ALERT_KINDS, alertSentence } from './alert-sentences.ts'

it('says what happened and where, with numbers as people write them', () => {
  const sku = 'CANECA-01'
  const account = 'Loja W'
  expect(alertSentence('oversold', { sku, oversold: 2.5 })).toBe('CANECA-01: vendido a descoberto: 2,5')
  expect(alertSentence('external_drift', { sku, from: 19, to: 30 })).toContain('de 19 para 30')
  expect(alertSentence('webhook_silent', { account })).toBe(
    'Loja W: webhook possivelmente desligado no Bling',
  )
})

it('tells an account that is near its limit from one that has reached it', () => {
  const near = alertSentence('budget', { account: 'Loja W' })
  const stopped = alertSentence('budget', { account: 'Loja W', stopped_until: '2026-11-25T03:00:00.000Z' })
  expect(near).not.toBe(stopped)
  expect(stopped).toContain('a conta para até amanhã')
})

it('has a sentence for every kind', () => {
  const sentences = ALERT_KINDS.map((kind) => alertSentence(kind, { sku: 'A', account: 'B', pool: 'C' }))
  expect(new Set(sentences).size).toBe(ALERT_KINDS.length)
})
