import { join, resolve } from 'node:path'

/** Where the engine keeps its things inside the app's data folder. All paths are absolute. */
export type Layout = {
  /** The engine's own folder; everything below lives in it. */
  readonly home: string
  /** PGDATA: the cluster itself. Its presence means that initialisation ended well. */
  readonly cluster: string
  /** Password of the owner role, readable by the app's user only. */
  readonly passwordFile: string
  /** Folder of the local socket, when its path is short enough. */
  readonly socketFolder: string
}

/** Names the places of the engine inside `dataDir`, the app's data folder. */
export function layoutOf(dataDir: string): Layout {
  const home = join(resolve(dataDir), 'postgres')
  return {
    home,
    cluster: join(home, 'cluster'),
    passwordFile: join(home, 'password'),
    socketFolder: join(home, 'socket'),
  }
}
