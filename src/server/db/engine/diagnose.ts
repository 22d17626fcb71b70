import { EngineError } from './engine-error.ts'

/** Turns what PostgreSQL printed (in English, the engine runs with the C locale) into a refusal that says what to do. */
export function diagnose(output: string, folder: string): EngineError {
  const known = SYMPTOMS.find(({ pattern }) => pattern.test(output))
  const cause = new Error(output.trim().split('\n').slice(-20).join('\n'))
  if (known !== undefined) return new EngineError(known.code, known.sentence(folder), cause)
  return new EngineError(
    'START_FAILED',
    `O banco de dados embutido não iniciou. O PostgreSQL disse: "${lastComplaint(output)}". O registro completo está em ${folder}.`,
    cause,
  )
}

/** Turns an error of the file system under the data folder into a refusal that says what to do. */
export function diagnoseFileError(cause: unknown, folder: string): EngineError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return new EngineError('DISK_FULL', diskFull(folder), cause)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST') {
    return new EngineError('DATA_NOT_WRITABLE', notWritable(folder), cause)
  }
  return new EngineError(
    'START_FAILED',
    `O banco de dados embutido não iniciou: ${cause instanceof Error ? cause.message : String(cause)}.`,
    cause,
  )
}

/** The sentence for a disk without room. */
export function diskFull(folder: string): string {
  return `O disco está cheio: não há espaço em ${folder}. Libere pelo menos 200 MB e inicie de novo; nada do que já foi confirmado se perdeu.`
}

function notWritable(folder: string): string {
  return `O banco de dados não consegue ler e gravar tudo em ${folder}. Dê ao dono da pasta (o usuário que roda o banco) permissão em tudo que há nela, ou escolha outra pasta com DATA_DIR.`
}

type Symptom = {
  readonly pattern: RegExp
  readonly code: EngineError['code']
  readonly sentence: (folder: string) => string
}

const SYMPTOMS: readonly Symptom[] = [
  {
    pattern: /No space left on device|Disk quota exceeded|could not extend file/i,
    code: 'DISK_FULL',
    sentence: diskFull,
  },
  {
    pattern:
      /could not map anonymous shared memory|Cannot allocate memory|out of memory|could not create shared memory/i,
    code: 'NO_MEMORY',
    sentence: () =>
      'Falta memória para o banco de dados embutido (cerca de 150 MB). Feche outros programas e inicie de novo.',
  },
  {
    pattern: /database files are incompatible with server|was initialized by PostgreSQL version/i,
    code: 'DATA_OTHER_VERSION',
    sentence: (folder) =>
      `Os dados em ${folder} são de outra versão do PostgreSQL. Inicie com a versão do EstoqueUni que os criou e mova os dados por exportação.`,
  },
  {
    pattern: /has wrong ownership|has invalid permissions|Permission denied/i,
    code: 'DATA_NOT_WRITABLE',
    sentence: notWritable,
  },
  {
    pattern:
      /could not locate a valid checkpoint|invalid primary checkpoint|is not a database cluster directory|invalid data in file|could not open (control )?file ".*(pg_control|PG_VERSION|global)|checksum verification failure/i,
    code: 'DATA_DAMAGED',
    sentence: (folder) =>
      `Os arquivos do banco de dados em ${folder} estão danificados. Não apague nada: copie a pasta inteira e restaure a última cópia de segurança.`,
  },
  {
    pattern: /administrative permissions/i,
    code: 'NO_PLAIN_USER',
    sentence: () =>
      'O PostgreSQL não roda como administrador. Abra o EstoqueUni sem "Executar como administrador", ou aponte DATABASE_URL para um servidor PostgreSQL.',
  },
  {
    pattern:
      /error while loading shared libraries|Library not loaded|not found \(required by|Exec format error/i,
    code: 'ENGINE_CANNOT_RUN',
    sentence: () =>
      'O PostgreSQL embutido não roda neste sistema (faltam bibliotecas, ou o sistema não usa glibc). Aponte DATABASE_URL para um servidor PostgreSQL 15 ou mais novo.',
  },
]

function lastComplaint(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const complaint = lines.findLast((line) => /FATAL|PANIC|ERROR|error:/.test(line)) ?? lines.at(-1)
  return complaint?.replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, '').trim() ?? 'nada'
}
