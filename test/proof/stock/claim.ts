/** Ends the proof with a sentence about what does not hold and the facts that show it. */
export function claim(holds: boolean, what: string, facts: () => unknown = () => null): asserts holds {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(facts())}`)
}

/** The value of a key; the proof ends when there is none. */
export function known<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, what: string): Value {
  const value = map.get(key)
  if (value === undefined) throw new Error(`${what} is not known: ${String(key)}`)
  return value
}

/** Values by the key that `keyOf` gives them, each list in its first order. */
export function grouped<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
): Map<string, Value[]> {
  const groups = new Map<string, Value[]>()
  for (const value of values) {
    const group = groups.get(keyOf(value))
    if (group === undefined) groups.set(keyOf(value), [value])
    else group.push(value)
  }
  return groups
}
