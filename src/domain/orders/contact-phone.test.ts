import { describe, expect, it } from 'vitest'
import { phonesWith } from './contact-phone.ts'

describe('the phone of a buyer', () => {
  it('goes into an account that has none, and beside one that it has (sync 84)', () => {
    expect(phonesWith({ phone: '', mobile: '' }, ' (11) 99999-0000 ')).toEqual({
      phone: '(11) 99999-0000',
      mobile: '',
    })
    expect(phonesWith({ phone: '(11) 3333-0000', mobile: '(11) 98888-0000' }, '11999990000')).toEqual({
      phone: '(11) 3333-0000',
      mobile: '11999990000',
    })
  })

  it.each([null, '', 'não tem', '(11) 3333-0000', '+55 11 98888-0000', '011 98888 0000'])(
    'changes nothing where there is nothing new: %s',
    (given) => {
      expect(phonesWith({ phone: '1133330000', mobile: '(11) 98888-0000' }, given)).toBeNull()
    },
  )
})
