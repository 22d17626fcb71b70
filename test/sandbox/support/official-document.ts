import { existsSync, readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'

/** The official document is reference data kept beside the project, never inside it; without it nothing is checked. */
const DOCUMENT = new URL('../../../../shared/reference/bling-openapi.json', import.meta.url)

/** Whether answers can be checked here. */
export const documentIsThere = existsSync(DOCUMENT)

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/**
 * Where reality was measured to differ from the document: operation, path of the value, and what is tolerated.
 * A simple product prints an empty structure; deleted products are listed; saving without variations answers null;
 * dates that are not set are zeros.
 */
const MEASURED: readonly { readonly path: RegExp; readonly value: (value: unknown) => boolean }[] = [
  { path: /\/estrutura\/(tipoEstoque|lancamentoEstoque)$/, value: (value) => value === '' },
  { path: /\/data\/lancamentoEstoque$/, value: (value) => value === '' },
  { path: /\/situacao$/, value: (value) => value === 'E' },
  { path: /\/data\/variations$/, value: (value) => value === null },
  { path: /\/dataValidade$/, value: (value) => value === '0000-00-00' },
  { path: /\/actionEstoque$/, value: (value) => value === '' },
]

/** OAuth's codes, which share the envelope but are missing from the document's list of types. */
const OAUTH_TYPES = ['invalid_token', 'insufficient_scope', 'invalid_request', 'UNAUTHORIZED_ERROR']

const document = documentIsThere ? withoutSlips(JSON.parse(readFileSync(DOCUMENT, 'utf8'))) : undefined
const ajv = new Ajv({ strict: false, allErrors: true, verbose: true })
formats.default(ajv)
ajv.addFormat('float', true).addFormat('datetime', /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
if (document) ajv.addSchema(completeErrors(document), 'bling')

const validators = new Map<string, ValidateFunction | undefined>()

/** What the official document says against an answer; empty when nothing, or when there is no document. */
export function violations(operation: string, status: number, body: unknown): string[] {
  if (!document) return []
  const validate = validatorOf(operation, status)
  if (validate === undefined)
    return body === undefined || status === 204
      ? []
      : status >= 400
        ? []
        : [`${operation} ${status} is not in the document`]
  if (validate(body)) return []
  return (validate.errors ?? [])
    .filter(
      (error) => !MEASURED.some(({ path, value }) => path.test(error.instancePath) && value(error.data)),
    )
    .map(
      (error) =>
        `${operation} ${status} ${error.instancePath}: ${error.message} (${JSON.stringify(error.params)})`,
    )
}

/** Whether the document knows an operation, e.g. `GET /produtos/{idProduto}`. */
export function isDocumented(operation: string): boolean {
  return pick(document, ['paths', ...split(operation)]) !== undefined
}

/** The names of the query parameters that the document lists for an operation, lists with their brackets. */
export function queryParameters(operation: string): string[] {
  const listed = pick(document, ['paths', ...split(operation), 'parameters'])
  return (Array.isArray(listed) ? listed : []).flatMap((entry) => {
    const pointer = pick(entry, ['$ref'])
    const parameter = typeof pointer === 'string' ? pick(document, pointer.slice(2).split('/')) : entry
    const name = pick(parameter, ['name'])
    return pick(parameter, ['in']) === 'query' && typeof name === 'string' ? [name] : []
  })
}

function validatorOf(operation: string, status: number): ValidateFunction | undefined {
  const key = `${operation} ${status}`
  if (!validators.has(key)) validators.set(key, compile(operation, status))
  return validators.get(key)
}

/** Errors that an operation does not list are still of the document's one error shape. */
function compile(operation: string, status: number): ValidateFunction | undefined {
  const schema = pick(document, [
    'paths',
    ...split(operation),
    'responses',
    String(status),
    'content',
    'application/json',
    'schema',
  ])
  if (schema === undefined) {
    return status >= 400 ? ajv.compile({ $ref: 'bling#/components/schemas/ErrorResponse' }) : undefined
  }
  const pointer = [
    'paths',
    ...split(operation),
    'responses',
    String(status),
    'content',
    'application/json',
    'schema',
  ]
  return ajv.compile({ $ref: `bling#/${pointer.map(escapePointer).join('/')}` })
}

function split(operation: string): [string, string] {
  const space = operation.indexOf(' ')
  return [operation.slice(space + 1), operation.slice(0, space).toLowerCase()]
}

function escapePointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}

function pick(value: Json | undefined, path: readonly string[]): Json | undefined {
  let here = value
  for (const name of path) {
    if (typeof here !== 'object' || here === null || Array.isArray(here)) return undefined
    here = here[name]
  }
  return here
}

/**
 * A generator's slips, measured not to hold: some schemas require names that they do not define,
 * and one lists the numbers of an enumeration as texts.
 */
function withoutSlips(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutSlips)
  if (typeof value !== 'object' || value === null) return value
  const copy: { [name: string]: Json } = {}
  for (const [name, part] of Object.entries(value)) copy[name] = withoutSlips(part)
  const { required, properties, type, enum: allowed } = copy
  if (type === 'integer' && Array.isArray(allowed)) copy['enum'] = allowed.map(Number)
  if (
    Array.isArray(required) &&
    typeof properties === 'object' &&
    properties !== null &&
    !Array.isArray(properties)
  ) {
    copy['required'] = required.filter((name) => typeof name === 'string' && name in properties)
  }
  return copy
}

/** Adds the types the document forgot, and what its envelope means to require. */
function completeErrors(value: Json): object {
  const types = pick(value, ['components', 'schemas', 'Error', 'properties', 'type', 'enum'])
  if (!Array.isArray(types) || typeof value !== 'object' || value === null)
    throw new Error('the document has no error types')
  types.push(...OAUTH_TYPES)
  const envelope = pick(value, ['components', 'schemas', 'ErrorResponse'])
  if (typeof envelope === 'object' && envelope !== null && !Array.isArray(envelope))
    envelope['required'] = ['error']
  return value
}
