import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Connection } from '../../src/server/db/database.ts'

/** The way of one process to the database. It knows when the process waits for the database, and can be cut as death cuts it. */
export type DatabaseLink = {
  readonly connection: Connection
  /** Whether some statement is on its way or unanswered. */
  isBusy(): boolean
  /** Cuts at the `count`-th request from now: before it reaches the database, or when its answer would come back. */
  cutAt(count: number, when: 'before' | 'after', onCut: () => void): void
  /** Ends every connection at once; the database undoes what was not committed. No new one is taken. */
  cut(): void
}

type Plan = { left: number; readonly when: 'before' | 'after'; readonly onCut: () => void }

/** Opens a way to `target` over a port of its own; `onEnd` is told whenever a statement may have ended, answered or not. */
export async function openDatabaseLink(target: Connection, onEnd: () => void): Promise<DatabaseLink> {
  const pairs = new Set<Pair>()
  let plan: Plan | undefined
  let isCut = false
  const cut = () => {
    isCut = true
    server.close()
    for (const pair of pairs) pair.end()
    onEnd()
  }
  /** Says whether the link still stands; a planned cut may come true here. */
  const passes = (at: 'before' | 'after'): boolean => {
    if (plan?.when === at) {
      plan.left -= 1
      if (plan.left <= 0) {
        const { onCut } = plan
        plan = undefined
        cut()
        onCut()
      }
    }
    return !isCut
  }
  const server = createServer((client) => {
    if (isCut) return void client.destroy()
    const pair: Pair = openPair(client, target, passes, {
      onAnswer: onEnd,
      onEnd: () => {
        pairs.delete(pair)
        onEnd()
      },
    })
    pairs.add(pair)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  const { port } = server.address() as AddressInfo
  return {
    connection: { ...target, host: '127.0.0.1', port },
    isBusy: () => !isCut && [...pairs].some((pair) => pair.waiting() > 0),
    cutAt: (count, when, onCut) => {
      plan = { left: count, when, onCut }
    },
    cut,
  }
}

type Pair = { waiting(): number; end(): void }

const QUERY = 'Q'.charCodeAt(0)
const SYNC = 'S'.charCodeAt(0)
const READY = 'Z'.charCodeAt(0)

function openPair(
  client: Socket,
  target: Connection,
  passes: (at: 'before' | 'after') => boolean,
  { onAnswer, onEnd }: { onAnswer(): void; onEnd(): void },
): Pair {
  const server = target.host.startsWith('/')
    ? connect(`${target.host}/.s.PGSQL.${target.port}`)
    : connect(target.port, target.host)
  // The greeting is answered like a request.
  let waiting = 1
  const end = () => {
    waiting = 0
    client.destroy()
    server.destroy()
    onEnd()
  }
  const asked = createFraming(true, (type) => {
    if (type !== QUERY && type !== SYNC) return true
    waiting += 1
    return passes('before')
  })
  const answered = createFraming(false, (type) => {
    if (type !== READY) return true
    if (!passes('after')) return false
    waiting -= 1
    onAnswer()
    return true
  })
  client.on('data', (chunk: Buffer) => asked(chunk) && server.write(chunk))
  server.on('data', (chunk: Buffer) => answered(chunk) && client.write(chunk))
  for (const socket of [client, server]) {
    socket.setNoDelay(true)
    socket.on('error', end)
    socket.on('close', end)
  }
  return { waiting: () => waiting, end }
}

/** Finds the messages in a stream of bytes: a type, a length, a body. `onMessage` says whether the rest may pass. */
function createFraming(
  hasGreeting: boolean,
  onMessage: (type: number) => boolean,
): (chunk: Buffer) => boolean {
  let head: number[] = []
  let body = 0
  let isGreeting = hasGreeting
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      if (body > 0) {
        const step = Math.min(body, chunk.length - at)
        body -= step
        at += step
        continue
      }
      head.push(chunk[at] ?? 0)
      at += 1
      if (head.length < (isGreeting ? 4 : 5)) continue
      const [a = 0, b = 0, c = 0, d = 0] = head.slice(-4)
      body = a * 16_777_216 + b * 65_536 + c * 256 + d - 4
      const type = isGreeting ? 0 : (head[0] ?? 0)
      head = []
      isGreeting = false
      if (!onMessage(type)) return false
    }
    return true
  }
}
