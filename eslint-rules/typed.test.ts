import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import { oxlintRules, svelteRules, typedRules } from './typed.ts'

const root = new URL('..', import.meta.url).pathname
const eslint = new ESLint({ cwd: root })

/** The rules that need types and that ESLint runs on this file. */
async function typedIn(file: string): Promise<readonly string[]> {
  const { rules } = (await eslint.calculateConfigForFile(`${root}${file}`)) as {
    rules: Readonly<Record<string, readonly [number]>>
  }
  return Object.keys(typedRules).filter((name) => (rules[name]?.[0] ?? 0) > 0)
}

const wanted = Object.keys(typedRules).filter((name) => typedRules[name] !== 'off')
describe('every rule that needs types is run by one of the two linters', () => {
  it.each([
    ['a component', 'src/renderer/features/chat/Chat.svelte', {}, svelteRules],
    ['a module of a component', 'src/renderer/features/chat/chat.svelte.ts', oxlintRules, {}],
    ['a module of a page', 'src/renderer/lib/bridge.ts', oxlintRules, {}],
    ['a module of main', 'src/main/chat/chat.ts', oxlintRules, {}],
    ['a test', 'src/main/chat/chat.test.ts', oxlintRules, {}],
    ['a script', 'scripts/check.ts', oxlintRules, {}],
  ])('%s', async (_what, file, byOxlint, off) => {
    const found = new Set([...(await typedIn(file)), ...Object.keys(byOxlint)])
    expect([...found].sort()).toEqual(wanted.filter((name) => !(name in off)).sort())
  })

  it('finds more than forty rules', () => {
    expect(wanted.length).toBeGreaterThan(40)
  })
})
