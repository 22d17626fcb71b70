import type * as z from 'zod'

type Issue = z.core.$ZodRawIssue

/** What a field should have been, after "deve ser". */
const TYPES: Readonly<Record<string, string>> = {
  string: 'um texto',
  number: 'um número',
  int: 'um número inteiro',
  bigint: 'um número inteiro',
  boolean: 'verdadeiro ou falso',
  array: 'uma lista',
  object: 'um objeto',
  record: 'um objeto',
  date: 'uma data',
  null: 'nulo',
}

const FORMATS: Readonly<Record<string, string>> = {
  email: 'deve ser um e-mail, como nome@empresa.com.br',
  uuid: 'deve ser um identificador (UUID)',
  url: 'deve ser um endereço, como https://exemplo.com.br',
  datetime: 'deve ser data e hora em ISO 8601 com fuso, como 2026-01-31T12:00:00Z',
  date: 'deve ser uma data, como 2026-01-31',
}

/** What is counted in a value that has a size: one of it, and several. */
const SIZES: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['caractere', 'caracteres'],
  array: ['item', 'itens'],
  set: ['item', 'itens'],
  map: ['item', 'itens'],
}

/**
 * What is wrong with one field, in Brazilian Portuguese, to be read after the field's name: zod's own words are those of Portugal. The
 * schemas say in their own words what only they know.
 */
export function fieldMessage(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'é obrigatório'
        : `deve ser ${TYPES[issue.expected] ?? 'de outro tipo'}`
    case 'invalid_value':
      return issue.values.length === 1
        ? `deve ser ${String(issue.values[0])}`
        : `deve ser um destes: ${issue.values.map(String).join(', ')}`
    case 'too_big':
      return tooBig(issue)
    case 'too_small':
      return tooSmall(issue)
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'não está no formato aceito'
    case 'not_multiple_of':
      return `deve ser múltiplo de ${numberText(issue.divisor)}`
    case 'unrecognized_keys':
      return `${issue.keys.length === 1 ? 'tem um campo desconhecido' : 'tem campos desconhecidos'}: ${issue.keys.join(', ')}`
    case 'invalid_union':
      return ofOneOf(issue.errors)
    default:
      return 'não é válido'
  }
}

function tooBig({
  origin,
  maximum,
  inclusive,
  exact,
}: z.core.$ZodIssueTooBig | (Issue & { code: 'too_big' })): string {
  const size = SIZES[origin]
  if (size === undefined)
    return `deve ser ${inclusive === false ? 'menor que' : 'no máximo'} ${numberText(maximum)}`
  if (Number(maximum) === 0) return 'deve ficar vazio'
  return `deve ter ${exact === true ? '' : 'no máximo '}${counted(maximum, size)}`
}

function tooSmall({
  origin,
  minimum,
  inclusive,
  exact,
}: z.core.$ZodIssueTooSmall | (Issue & { code: 'too_small' })): string {
  const size = SIZES[origin]
  if (size === undefined)
    return `deve ser ${inclusive === false ? 'maior que' : 'no mínimo'} ${numberText(minimum)}`
  if (exact === true) return `deve ter ${counted(minimum, size)}`
  return Number(minimum) === 1 ? 'não pode ficar vazio' : `deve ter no mínimo ${counted(minimum, size)}`
}

/** A value that fits none of two or more shapes: what each of them finds wrong with the value itself, when all do. */
function ofOneOf(branches: readonly (readonly z.core.$ZodIssue[])[]): string {
  const wrong = branches.map((issues) => issues.find(({ path }) => path.length === 0)?.message)
  const said = new Set(wrong.filter((message) => message !== undefined))
  return wrong.includes(undefined) || said.size === 0 || said.size > 3
    ? 'não tem nenhuma das formas aceitas'
    : [...said].join(' ou ')
}

function counted(count: number | bigint, [one, many]: readonly [string, string]): string {
  return `${numberText(count)} ${Number(count) === 1 ? one : many}`
}

function numberText(value: number | bigint): string {
  return value.toLocaleString('pt-BR')
}
