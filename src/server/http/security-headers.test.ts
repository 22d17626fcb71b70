import { expect, it } from 'vitest'
import { securityHeaders } from './security-headers.ts'

it('works the strict headers out once for all answers', () => {
  const headers = securityHeaders()
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests')
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['strict-transport-security']).toContain('max-age=')
  expect(headers['x-frame-options']).toBe('SAMEORIGIN')
})
