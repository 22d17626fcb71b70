/** The two phones of a contact of an account, as typed there; empty where there is none. */
export type ContactPhones = { readonly phone: string; readonly mobile: string }

/**
 * The phones of a contact once a buyer has given one, or null where it has that one already. The first phone is never written over, because
 * whoever works in the account wrote it; a newer one goes beside it.
 */
export function phonesWith({ phone, mobile }: ContactPhones, given: string | null): ContactPhones | null {
  const digits = digitsOf(given ?? '')
  if (digits === '' || [phone, mobile].some((known) => digitsOf(known) === digits)) return null
  const said = (given ?? '').trim()
  return digitsOf(phone) === '' ? { phone: said, mobile } : { phone, mobile: said }
}

const COUNTRY = /^0*55(?=\d{10,11}$)/

/** National digits: the country's own code and how the number is written make no difference. */
function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '').replace(COUNTRY, '').replace(/^0+/, '')
}
