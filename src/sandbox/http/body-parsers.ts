import type { FastifyInstance } from 'fastify'

/** Stands for a body that is no JSON: each door answers that in its own words. */
export const MALFORMED = Symbol('malformed body')

/** JSON and forms, read leniently; an empty body is none. */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body.toString())))
    },
  )
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, parse(body.toString()))
  })
}

function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    // Not an error yet: whoever reads the body decides what to answer.
    return MALFORMED
  }
}
