import { USUAL_RETRIES } from '../../client/retry.ts'
import { createTransport } from '../../client/transport.ts'

/** Calls of the API beside the typed client of programs: by the browser's cookie, as patient as `timeoutMs` says. */
export function createCalls(timeoutMs: number) {
  const send = createTransport({
    address: '',
    token: () => null,
    fetch: (input, init) => globalThis.fetch(input, init),
    timeoutMs,
    retries: USUAL_RETRIES,
    random: Math.random,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  })
  return {
    get: <Answer>(path: string, query?: Readonly<Record<string, unknown>>) =>
      send({ method: 'GET', path, query }) as Promise<Answer>,
    write: <Answer>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) =>
      send({ method, path, body }) as Promise<Answer>,
    /** A write that carries a key of its own, so that a lost answer is asked for again and nothing is done twice. */
    keyed: <Answer>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) =>
      send({ method, path, body, keyed: true }) as Promise<Answer>,
  }
}
