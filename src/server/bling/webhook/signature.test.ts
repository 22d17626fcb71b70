import { describe, expect, it } from 'vitest'
import { isSignedWith, signatureIn } from './signature.ts'

const BODY = Buffer.from('{"eventId":"1"}')
// printf '{"eventId":"1"}' | openssl dgst -sha256 -hmac segredo
const RIGHT = 'sha256=77958a9424cfaaf355cee3d1dc1201a80a73abc1b608aaf2e935ca3a8464acbc'

describe('signature of an event', () => {
  it('holds for the very bytes and the secret, as another program computes it (sync 77)', () => {
    const signature = signatureIn(RIGHT)
    if (signature === null) throw new Error('no signature')
    expect(isSignedWith('segredo', BODY, signature)).toBe(true)
    expect(isSignedWith('outro', BODY, signature)).toBe(false)
    expect(isSignedWith('segredo', Buffer.from('{"eventId": "1"}'), signature)).toBe(false)
  })

  it('is not there in anything of another form', () => {
    const headers = [undefined, '', 'sha256=', RIGHT.slice(0, -1), `${RIGHT}0`, RIGHT.slice(7), ['sha256=00']]
    expect(headers.map(signatureIn)).toEqual(headers.map(() => null))
  })
})
