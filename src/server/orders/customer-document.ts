import { cnpj, cpf } from 'cpf-cnpj-validator'

/**
 * A CPF or CNPJ as it is kept: digits and capitals only, check digits right; also the CNPJ with letters. Null for what is neither; zeros
 * in front stay.
 */
export function checkedDocument(typed: string): string | null {
  const bare = typed.replace(/[\s./-]/g, '').toUpperCase()
  if (/^\d{11}$/.test(bare)) return cpf.isValid(bare) ? bare : null
  return /^[0-9A-Z]{12}\d{2}$/.test(bare) && cnpj.isValid(bare) ? bare : null
}

/** Which kind of person a checked document is of. */
export function personOf(document: string | null): 'natural' | 'legal' {
  return document?.length === 14 ? 'legal' : 'natural'
}
