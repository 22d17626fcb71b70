/** What can stop the embedded PostgreSQL, or the server named by DATABASE_URL, from serving. Codes never change meaning. */
export type EngineErrorCode =
  | 'ENGINE_MISSING'
  | 'ENGINE_CANNOT_RUN'
  | 'NO_PLAIN_USER'
  | 'UNKNOWN_USER'
  | 'DATA_IN_USE'
  | 'DATA_NOT_OURS'
  | 'DATA_NOT_WRITABLE'
  | 'DATA_OTHER_VERSION'
  | 'DATA_DAMAGED'
  | 'PASSWORD_LOST'
  | 'DISK_FULL'
  | 'NO_MEMORY'
  | 'START_FAILED'
  | 'ENGINE_STOPPED'
  | 'LOCK_LOST'
  | 'URL_INVALID'
  | 'SERVER_NOT_FOUND'
  | 'SERVER_REFUSED'
  | 'SERVER_SILENT'
  | 'SERVER_TOO_OLD'
  | 'SERVER_FAILED'
  | 'TLS_REFUSED'
  | 'LOGIN_REFUSED'
  | 'DATABASE_MISSING'
  | 'ROLE_TOO_WEAK'
  | 'EXTENSION_MISSING'
  | 'ENCODING_WRONG'

/**
 * A refusal of the database engine. `message` is a pt-BR sentence that tells the person what to do;
 * `cause` keeps what the system or PostgreSQL said.
 */
export class EngineError extends Error {
  readonly code: EngineErrorCode

  constructor(code: EngineErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'EngineError'
    this.code = code
  }
}
