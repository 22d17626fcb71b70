/** The middle one of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Prints one figure on a line of its own. */
export function print(name: string, value: number | string): void {
  const text = typeof value === 'string' ? value : value.toFixed(value < 100 ? 2 : 0)
  console.log(`${name}: ${text}`)
}
