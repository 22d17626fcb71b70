import type { Caller } from '../client/caller.ts'
import { readData } from '../client/read-answer.ts'
import { type Company, companyIn } from '../mapping/company.ts'

/** Whose account this is. */
export function companyOf(call: Caller): Promise<Company> {
  const operation = 'GET /empresas/me/dados-basicos'
  return readData(call, { operation, method: 'GET', path: '/empresas/me/dados-basicos' }, companyIn)
}
