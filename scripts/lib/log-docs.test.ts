import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { logPage, lostNotes, mainMessages, messagesIn, type LogMessage } from './log-docs.ts'

const page = readFileSync(new URL('../../docs/log.md', import.meta.url), 'utf8')

const one: LogMessage = { component: 'chat', message: 'a | b', levels: ['error', 'warn'] }

describe('docs/log.md', () => {
  it('lists every message of main (npm run docs writes it)', () => {
    const messages = mainMessages()
    expect(messages.length).toBeGreaterThan(100)
    expect(page).toBe(logPage(messages, page))
  })
})

describe('the generator of docs/log.md', () => {
  it('finds literal messages, whatever the variable of the log is called', () => {
    const source = `
      log.info('one', { a: 1 })
      deps.log().warn(isNew ? 'two' : "three")
      line(ERROR, \`four\`)
      console.error('to the terminal')
      log.error(message)
      error('not a log')`
    expect(messagesIn(source)).toEqual([
      { level: 'info', message: 'one' },
      { level: 'warn', message: 'two' },
      { level: 'warn', message: 'three' },
      { level: 'error', message: 'four' },
    ])
  })

  it('keeps notes, even of a message that moved, and reports those it drops', () => {
    const row = '| `a \\| b` | error, warn |'
    expect(logPage([one], '')).toContain(`## chat\n\n`)
    const noted = logPage([one], '').replace(`${row}  |  |`, `${row} It means. | Do this. |`)
    expect(noted).toContain('It means.')
    expect(logPage([one], noted)).toBe(noted)
    expect(lostNotes([one], noted)).toEqual([])
    expect(logPage([{ ...one, component: 'call' }], noted)).toContain(`${row} It means. |`)
    expect(lostNotes([], noted)).toEqual(['a | b: It means. Do this.'])
    expect(logPage([], noted)).not.toContain('It means.')
  })
})
