import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Reply } from './test-app.ts'

type Operation = { readonly responses: Record<string, { content?: Record<string, { schema: object }> }> }

/** The description that the product gives of itself. */
export type ApiDocument = {
  readonly openapi: string
  readonly paths: Record<string, Record<string, Operation>>
}

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })

/** The mistakes of an answer against what the document promises for its path (`/pools/{id}`), method and status. */
export function mistakesOf(
  document: ApiDocument,
  call: { readonly method: string; readonly path: string },
  reply: Reply,
): unknown[] {
  const operation = document.paths[`/api/v1${call.path}`]?.[call.method]
  const promised = operation?.responses[String(reply.status)]
  if (promised === undefined) return [`nothing is promised for ${call.method} ${call.path} ${reply.status}`]
  const schema = promised.content?.['application/json']?.schema
  if (schema === undefined)
    return reply.body === null ? [] : [`no body is promised for ${call.method} ${call.path}`]
  const validate = ajv.compile(schema)
  return validate(reply.body) ? [] : (validate.errors ?? [])
}
