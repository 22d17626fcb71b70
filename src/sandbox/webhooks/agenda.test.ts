import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Table } from '../state/table.ts'
import { Agenda, type Task } from './agenda.ts'

const task = (due_at: number) => ({ kind: 'virtual_stock', due_at, company_id: 'c', product_id: 1 }) as const

describe('Agenda', () => {
  it('hands tasks out by time, then by number, and only when due, also after a restart', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 })),
        fc.integer({ min: 0, max: 20 }),
        (times, now) => {
          const table = new Table<Task>('tasks', () => {})
          const agenda = new Agenda(table)
          for (const at of times) agenda.add<Task>(task(at))
          for (const agendaNow of [new Agenda(table), agenda]) {
            const taken: Task[] = []
            for (let next = agendaNow.take(now); next; next = agendaNow.take(now)) taken.push(next)
            const expected = [...table.in('').values()].filter(({ due_at }) => due_at <= now)
            expect(taken).toEqual(
              expected.sort((left, right) => left.due_at - right.due_at || left.id - right.id),
            )
          }
        },
      ),
    )
  })

  it('keeps a taken task in the state until it is done', () => {
    const table = new Table<Task>('tasks', () => {})
    const agenda = new Agenda(table)
    agenda.add<Task>(task(1))
    const taken = agenda.take(5)
    expect(new Agenda(table).size).toBe(1)
    if (taken) agenda.done(taken)
    expect(new Agenda(table).size).toBe(0)
  })
})
