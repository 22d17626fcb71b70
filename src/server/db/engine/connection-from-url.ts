import pg from 'pg'
import type { Connection } from '../database.ts'
import { EngineError } from './engine-error.ts'

/** A connection to a server of one's own; `ssl` as the URL's `sslmode` asks. */
export type ServerConnection = Connection & {
  readonly ssl?: boolean | { readonly rejectUnauthorized: boolean }
}

/** The oldest server that the product is tested on. */
const OLDEST_VERSION = 15

/** How long a server may take to answer the first time. */
const ANSWER_LIMIT_MS = 10_000

/** Extensions that the migrations create; they come with PostgreSQL's own contrib package. */
export const EXTENSIONS = ['pg_trgm', 'btree_gin', 'unaccent'] as const

/**
 * Reads DATABASE_URL and tries the server: reachable, new enough, and with a role that may make what the
 * migrations make. Every mistake is thrown as an `EngineError` with a sentence that says what to correct;
 * the password never appears in it.
 */
export async function connectionFromUrl(
  databaseUrl: string,
  limitMs = ANSWER_LIMIT_MS,
): Promise<ServerConnection> {
  const connection = parseUrl(databaseUrl)
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: limitMs })
  client.on('error', () => undefined) // told by the query that fails
  try {
    await client.connect()
    assertSuitable(await factsOf(client), connection)
    return connection
  } catch (error) {
    throw error instanceof EngineError ? error : explain(error, connection)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Reads the parts of DATABASE_URL, without asking the server anything. */
export function parseUrl(text: string): ServerConnection {
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol)) throw invalidUrl()
  const url = new URL(text)
  const database = decoded(url.pathname.slice(1))
  const host = url.searchParams.get('host') ?? url.hostname
  if (database === '' || url.username === '' || host === '') throw invalidUrl()
  return {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 5432 : Number(url.port),
    user: decoded(url.username),
    password: decoded(url.password),
    database,
    ...encryption(url.searchParams.get('sslmode')),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalidUrl() // a % that begins no code
  }
}

function encryption(sslmode: string | null): Pick<ServerConnection, 'ssl'> {
  if (sslmode === null || sslmode === 'disable' || sslmode === 'prefer' || sslmode === 'allow') return {}
  if (sslmode === 'verify-full' || sslmode === 'verify-ca') return { ssl: true }
  if (sslmode === 'require' || sslmode === 'no-verify') return { ssl: { rejectUnauthorized: false } }
  throw invalidUrl()
}

function invalidUrl(): EngineError {
  return new EngineError(
    'URL_INVALID',
    'DATABASE_URL não é um endereço de PostgreSQL. Escreva assim: postgres://usuario:senha@servidor:5432/banco (acrescente ?sslmode=require se o servidor exige TLS; codifique na senha os caracteres @ : / ? # %).',
  )
}

/** What a server and its role are able to do. */
export type ServerFacts = {
  readonly version: number
  readonly encoding: string
  readonly may_create_roles: boolean
  readonly may_create_schemas: boolean
  readonly may_create_tables: boolean
  readonly extensions: readonly string[]
}

async function factsOf(client: pg.Client): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts>(
    `select current_setting('server_version_num')::int / 10000 as version,
       pg_encoding_to_char(encoding) as encoding,
       (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as may_create_roles,
       has_database_privilege(datname, 'create') as may_create_schemas,
       has_schema_privilege('public', 'create') as may_create_tables,
       array(select name::text from pg_available_extensions where name = any($1)) as extensions
     from pg_database where datname = current_database()`,
    [EXTENSIONS],
  )
  const facts = rows[0]
  if (facts === undefined) throw new Error('the server does not know its own database')
  return facts
}

/** Refuses a server on which the product would not run, for each reason with the way out. */
export function assertSuitable(facts: ServerFacts, { user, database }: Connection): void {
  if (facts.version < OLDEST_VERSION) {
    throw new EngineError(
      'SERVER_TOO_OLD',
      `O servidor de DATABASE_URL é PostgreSQL ${facts.version}; o EstoqueUni precisa do ${OLDEST_VERSION} ou mais novo. Atualize o servidor, ou apague DATABASE_URL para usar o banco embutido.`,
    )
  }
  if (facts.encoding !== 'UTF8') {
    throw new EngineError(
      'ENCODING_WRONG',
      `O banco "${database}" usa ${facts.encoding}; o EstoqueUni precisa de UTF8. Crie outro: create database estoqueuni encoding 'UTF8' template template0.`,
    )
  }
  if (!facts.may_create_roles || !facts.may_create_schemas || !facts.may_create_tables) {
    throw new EngineError('ROLE_TOO_WEAK', weakRole(user, database))
  }
  const missing = EXTENSIONS.filter((name) => !facts.extensions.includes(name))
  if (missing.length > 0) {
    throw new EngineError(
      'EXTENSION_MISSING',
      `Falta no servidor de DATABASE_URL: ${missing.join(', ')}. Instale o pacote postgresql-contrib da mesma versão do servidor.`,
    )
  }
}

function weakRole(user: string, database: string): string {
  return `O usuário "${user}" não pode criar papéis e tabelas no banco "${database}". Como administrador, rode: alter role "${user}" createrole; alter database "${database}" owner to "${user}"; alter schema public owner to "${user}".`
}

/** What a failed connection means, by PostgreSQL's or the network's own code. */
function explain(error: unknown, { host, port, user, database }: Connection): EngineError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const place = `${host}:${port}`
  const text = error instanceof Error ? error.message : String(error)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new EngineError(
      'SERVER_NOT_FOUND',
      `Não existe servidor com o nome "${host}". Confira o endereço em DATABASE_URL.`,
      error,
    )
  }
  if (code === 'ECONNREFUSED' || code === 'ENOENT') {
    return new EngineError(
      'SERVER_REFUSED',
      `Nenhum PostgreSQL atende em ${place}. Confira o endereço e a porta em DATABASE_URL e se o servidor está ligado.`,
      error,
    )
  }
  if (code === '28P01' || code === '28000' || /password must be a string|no password/i.test(text)) {
    return new EngineError(
      'LOGIN_REFUSED',
      `O servidor ${place} recusou o usuário "${user}". Confira usuário e senha em DATABASE_URL, e se o servidor aceita conexões deste computador.`,
      error,
    )
  }
  if (code === '3D000') {
    return new EngineError(
      'DATABASE_MISSING',
      `O banco "${database}" não existe no servidor ${place}. Crie-o: create database "${database}" owner "${user}".`,
      error,
    )
  }
  return explainSilence(error, code, text, place)
}

function explainSilence(error: unknown, code: string, text: string, place: string): EngineError {
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || /timeout/i.test(text)) {
    return new EngineError(
      'SERVER_SILENT',
      `O servidor ${place} não respondeu a tempo. Confira o endereço em DATABASE_URL, o firewall e a rede.`,
      error,
    )
  }
  if (/SSL|TLS|certificate|self.signed/i.test(`${code} ${text}`)) {
    return new EngineError(
      'TLS_REFUSED',
      `A conexão cifrada com ${place} falhou. Use sslmode=disable se o servidor não usa TLS, ou sslmode=require se o certificado não é verificável.`,
      error,
    )
  }
  return new EngineError('SERVER_FAILED', `O servidor ${place} recusou a conexão: ${text}.`, error)
}
