/** A request to EstoqueUni; answers status and body, throws when there was no answer in time. */
export type Ask = (request: {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeoutMs: number
}) => Promise<{ readonly status: number; readonly text: string }>

/** Asks over real HTTP. */
export const askOverHttp: Ask = async ({ method, url, headers, body, timeoutMs }) => {
  const answer = await fetch(url, {
    ...{ method, headers, signal: AbortSignal.timeout(timeoutMs) },
    ...(body === undefined ? {} : { body }),
  })
  return { status: answer.status, text: await answer.text() }
}
