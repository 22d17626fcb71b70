import type { ArrivedCustomer } from './arrived-order.ts'
import { checkedDocument } from './customer-document.ts'
import type { OrderPerson } from './orders.store.ts'

/** Who bought, as it is kept; null when nobody said a name. */
export function personIn(customer: ArrivedCustomer | null): OrderPerson | null {
  if (customer === null || customer.name.trim() === '') return null
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim())
  return {
    name: customer.name.trim(),
    document: checkedDocument(customer.document),
    email: orNull(customer.email),
    phone: orNull(customer.phone),
    address: customer.address,
    note: orNull(customer.note),
  }
}
