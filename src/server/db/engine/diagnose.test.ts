import { describe, expect, it } from 'vitest'
import { diagnose, diagnoseFileError } from './diagnose.ts'

const FOLDER = '/dados/postgres/cluster'

describe('what PostgreSQL says becomes a refusal that names the folder', () => {
  it.each([
    ['FATAL:  could not write lock file "postmaster.pid": No space left on device', 'DISK_FULL'],
    ['PANIC:  could not write to file "pg_wal/xlogtemp.9": No space left on device', 'DISK_FULL'],
    ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', 'NO_MEMORY'],
    ['FATAL:  database files are incompatible with server', 'DATA_OTHER_VERSION'],
    ['PANIC:  could not locate a valid checkpoint record at 0/1', 'DATA_DAMAGED'],
    ['FATAL:  could not open file "base/1/PG_VERSION": Permission denied', 'DATA_NOT_WRITABLE'],
    ['FATAL:  data directory "/x" has wrong ownership', 'DATA_NOT_WRITABLE'],
    ['Execution of PostgreSQL by a user with administrative permissions is not permitted.', 'NO_PLAIN_USER'],
    ['postgres: error while loading shared libraries: libicuuc.so.60', 'ENGINE_CANNOT_RUN'],
  ])('%s', (output, code) => {
    expect(diagnose(`2026-11-22 03:00:00.000 UTC [9] ${output}\n`, FOLDER)).toMatchObject({ code })
  })

  it('quotes the last complaint when it is none of the known ones', () => {
    const refusal = diagnose('LOG:  starting\n2026 UTC [7] FATAL:  the moon is full\nHINT:  wait\n', FOLDER)
    expect(refusal.code).toBe('START_FAILED')
    expect(refusal.message).toContain('"the moon is full"')
    expect(refusal.message).toContain(FOLDER)
  })
})

describe('what the file system says becomes a refusal', () => {
  it.each([
    ['ENOSPC', 'DISK_FULL'],
    ['EDQUOT', 'DISK_FULL'],
    ['EACCES', 'DATA_NOT_WRITABLE'],
    ['EROFS', 'DATA_NOT_WRITABLE'],
    ['EIO', 'START_FAILED'],
  ])('%s', (code, expected) => {
    const refusal = diagnoseFileError(Object.assign(new Error('it failed'), { code }), FOLDER)
    expect(refusal.code).toBe(expected)
  })
})
