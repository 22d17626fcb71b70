/** The older callbacks: one form field `data` with JSON in which one record is wrapped in two lists of names. */
export function legacyBody(kind: 'estoques' | 'pedidos', record: unknown): string {
  const single = kind === 'estoques' ? 'estoque' : 'pedido'
  const json = JSON.stringify({ retorno: { [kind]: [{ [single]: record }] } })
  return `data=${encodeURIComponent(json)}`
}

/** Numbers travel as strings with ten decimals there. */
export function legacyQuantity(value: number): string {
  return value.toFixed(10)
}
