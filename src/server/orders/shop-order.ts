import type { ArrivedAddress, ArrivedCustomer } from './arrived-order.ts'

/** Who bought, as sites write it: one flat record, texts empty where there is nothing. */
export type ShopCustomer = Pick<ArrivedCustomer, 'name' | 'email' | 'phone'> &
  ArrivedAddress & { readonly tax_id: string }

/** The buyer of an order of a site, and what was written for whoever packs it. */
export function arrivedCustomer(customer: ShopCustomer, note: string): ArrivedCustomer {
  const { name, email, phone, tax_id, ...address } = customer
  const isSomewhere = Object.values(address).some((text) => text !== '')
  return { name, email, phone, document: tax_id, address: isSomewhere ? address : null, note }
}
