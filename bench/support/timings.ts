/** How long something took, in milliseconds: usually, and in the worst of twenty times. */
export type Timing = { readonly p50_ms: number; readonly p95_ms: number }

/** Runs `work` some times over, after one time that does not count, and says how long it took. */
export async function timed(times: number, work: (round: number) => Promise<unknown>): Promise<Timing> {
  await work(0)
  const took: number[] = []
  for (let round = 1; round <= times; round += 1) {
    const began = performance.now()
    await work(round)
    took.push(performance.now() - began)
  }
  took.sort((one, other) => one - other)
  const at = (part: number) => took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? Number.NaN
  return { p50_ms: at(0.5), p95_ms: at(0.95) }
}

/** One figure in one line. */
export function lineOf(name: string, { p50_ms, p95_ms }: Timing): string {
  return `${name}: p50 ${p50_ms.toFixed(1)} ms, p95 ${p95_ms.toFixed(1)} ms`
}
