import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root folder of the project. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** Ends the task with a sentence for the person instead of a stack. */
export class SayAndStop extends Error {}
