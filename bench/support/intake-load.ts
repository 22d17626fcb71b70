import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, print } from './figures.ts'
import { runWrk, type WrkResult } from './wrk.ts'

/** What is sent to a door, and how what it stored is counted. */
export type IntakeLoad = {
  readonly name: string
  readonly address: string
  readonly path: string
  /** The names of the headers that differ from event to event. */
  readonly headers: readonly string[]
  /** A fresh event: what stands in those headers, and its body, on one line. */
  event(): { readonly headers: readonly string[]; readonly body: string }
  /** Deliveries in the inbox so far. */
  stored(): Promise<number>
}

/** How long and how hard. `events` are made before each round. */
export type IntakeRounds = {
  readonly rounds: number
  readonly seconds: number
  readonly connections: number
  readonly events: number
}

/** Loads the door and prints its rate, its waits and what was answered without being stored. */
export async function measureIntake(load: IntakeLoad, options: IntakeRounds): Promise<void> {
  const { rounds, seconds, connections, events } = options
  const folder = await mkdtemp(join(tmpdir(), 'intake-'))
  const results: WrkResult[] = []
  let lost = 0
  await runWrk(load.address, await writeScript(folder, load, events), { seconds: 2, connections })
  for (let round = 0; round < rounds; round += 1) {
    const script = await writeScript(folder, load, events)
    const before = await load.stored()
    const result = await runWrk(load.address, script, { seconds, connections })
    results.push(result)
    lost += Math.max(0, result.requests - result.refused - ((await load.stored()) - before))
  }
  await rm(folder, { recursive: true })
  print(
    `${load.name} stored a second, ${connections} connections (median of ${rounds})`,
    median(results.map((run) => run.rate)),
  )
  print('p50, ms', median(results.map((run) => run.p50Ms)))
  print('p99, ms', median(results.map((run) => run.p99Ms)))
  print(
    'answers other than 2xx',
    results.reduce((sum, run) => sum + run.refused, 0),
  )
  print('answered but not stored', lost)
}

/** A load script over fresh events, signed beforehand: each a line of its headers and its body, with tabs between. */
async function writeScript(folder: string, load: IntakeLoad, events: number): Promise<string> {
  const lines = Array.from({ length: events }, () => {
    const { headers, body } = load.event()
    return [...headers, body].join('\t')
  })
  const data = join(folder, 'events.txt')
  const script = join(folder, 'events.lua')
  await writeFile(data, lines.join('\n'))
  await writeFile(script, luaScript(data, load))
  return script
}

function luaScript(data: string, { path, headers }: IntakeLoad): string {
  const names = headers.map((name) => `"${name}"`).join(', ')
  return `
local names = { ${names} }
local pattern = "^" .. string.rep("([^\\t]*)\\t", #names) .. "(.*)$"
local events = {}
for line in io.lines("${data}") do events[#events + 1] = { line:match(pattern) } end
local n = 0
wrk.headers["content-type"] = "application/json"
function request()
  n = n % #events + 1
  for index, name in ipairs(names) do wrk.headers[name] = events[n][index] end
  return wrk.format("POST", "${path}", wrk.headers, events[n][#names + 1])
end
function done(summary, latency)
  io.write(string.format('RESULT {"requests":%d,"duration_us":%d,"p50_us":%d,"p99_us":%d,"refused":%d,"broken":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
`
}
