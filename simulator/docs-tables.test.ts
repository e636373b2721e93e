import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { switchesSchema } from './config/switches.ts'
import { docsPath, fill } from './docs-tables.ts'

describe('docs/simulator.md', () => {
  it('holds current tables (node scripts/run.js simulator/docs-tables.ts writes them)', async () => {
    const text = await readFile(docsPath, 'utf8')
    expect(text).toBe(await fill(text))
    for (const name of Object.keys(switchesSchema.shape)) expect(text).toContain(`\`${name}\``)
  })

  it('speaks of every contradiction and open question, switch or not', async () => {
    const text = await readFile(docsPath, 'utf8')
    for (let row = 1; row <= 56; row += 1) expect(text).toMatch(new RegExp(`\\bC${row}\\b`))
    for (let question = 1; question <= 10; question += 1) {
      expect(text).toMatch(new RegExp(`question ${question}\\b`))
    }
  })

  it('refuses a text without a place for a table', async () => {
    await expect(fill('nothing')).rejects.toThrow(/no place for the table/)
  })
})
