import { parseArgs } from 'node:util'
import { openDatabases } from './databases.ts'
import { play } from './play.ts'

/** Plays the seeds that its parent sends, one at a time, and sends back how each ended. */
const { values } = parseArgs({
  options: {
    server: { type: 'string', default: '{}' },
    name: { type: 'string', default: 'player' },
    'write-mode': { type: 'string', default: 'difference' },
  },
})
const databases = await openDatabases(JSON.parse(values.server), values.name)
process.on('message', async (seed: string) => {
  process.send?.(await play(databases, seed, values['write-mode'] === 'balance' ? 'balance' : 'difference'))
})
// Its databases go with the server they are on.
process.once('disconnect', () => process.exit())
process.send?.('ready')
