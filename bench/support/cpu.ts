import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts processor time in hundredths of a second. */
const TICK_US = 10_000

type Stat = {
  readonly pid: number
  readonly parent: number
  readonly ticks: number
  readonly childTicks: number
}

/**
 * Processor time in microseconds that a process and all below it have used, ended children included (Linux). Unlike rates it hardly
 * depends on what else the machine does.
 */
export function cpuOfTree(rootPid: number): number {
  const all = readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? statOf(Number(entry)) : []))
  const wanted = new Set([rootPid])
  for (let grew = true; grew; ) {
    grew = false
    for (const stat of all) {
      if (!wanted.has(stat.parent) || wanted.has(stat.pid)) continue
      wanted.add(stat.pid)
      grew = true
    }
  }
  const ticks = all
    .filter((stat) => wanted.has(stat.pid))
    .reduce((sum, stat) => sum + stat.ticks + stat.childTicks, 0)
  return ticks * TICK_US
}

function statOf(pid: number): Stat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = text.lastIndexOf(')')
    const fields = text
      .slice(end + 2)
      .split(' ')
      .map(Number)
    const [, parent = 0] = fields
    const at = (index: number) => fields[index] ?? 0
    return [{ pid, parent, ticks: at(11) + at(12), childTicks: at(13) + at(14) }]
  } catch {
    return []
  }
}
