/** A CPF or CNPJ as people write it; the CNPJ with letters, too. What is neither stays as it is. */
export function documentText(document: string): string {
  if (/^\d{11}$/.test(document)) return document.replace(/(.{3})(.{3})(.{3})(.{2})/, '$1.$2.$3-$4')
  if (/^[0-9A-Z]{12}\d{2}$/.test(document))
    return document.replace(/(.{2})(.{3})(.{3})(.{4})(.{2})/, '$1.$2.$3/$4-$5')
  return document
}

/** An address in the lines of a label; parts that nobody gave leave no trace. */
export function addressLines(address: Readonly<Record<string, string>>): readonly string[] {
  const joined = (separator: string, ...names: readonly string[]) =>
    names
      .map((name) => address[name]?.trim() ?? '')
      .filter((part) => part !== '')
      .join(separator)
  return [
    joined(', ', 'street', 'number', 'complement'),
    joined(', ', 'district'),
    joined(' · ', 'city', 'state'),
    postalCodeText(joined('', 'postal_code')),
  ].filter((line) => line !== '')
}

function postalCodeText(code: string): string {
  return /^\d{8}$/.test(code) ? `${code.slice(0, 5)}-${code.slice(5)}` : code
}
