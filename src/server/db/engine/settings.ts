import { createHash } from 'node:crypto'

/** PostgreSQL settings by name, as given on its command line. */
export type Settings = Readonly<Record<string, string>>

/**
 * Settings for a small machine that must never lose what it acknowledged. They are given on the command
 * line at each start, so that an update of the app reaches data folders made by older versions.
 */
const SETTINGS: Settings = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '96MB',
  max_connections: '40',
  // The default of three workers and the replication processes cost memory that one shop never uses.
  io_workers: '1',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  // The package is built without lz4 and zstd.
  wal_compression: 'pglz',
  max_wal_size: '512MB',
  autovacuum: 'on',
  jit: 'off',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // One file per weekday, overwritten a week later: the log never outgrows the disk.
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_checkpoints: 'off',
  log_lock_waits: 'on',
}

/** Merges the engine's settings with `overrides` (tests turn durability off, for speed). */
export function engineSettings(overrides: Settings = {}): Settings {
  return { ...SETTINGS, ...overrides }
}

/**
 * A short fingerprint of what a server was started with. A server left behind by a killed app is adopted
 * only when its fingerprint is the one that this app would use; otherwise it is stopped and started anew.
 */
export function settingsFingerprint(settings: Settings, engineVersion: string): string {
  return createHash('sha256')
    .update(JSON.stringify([engineVersion, settings]))
    .digest('hex')
    .slice(0, 16)
}
