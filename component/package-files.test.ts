import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type * as machine from '../src/renderer/features/call/call-machine.ts'
import { TEXT_NAMES } from '../src/renderer/features/call/texts.ts'
import { declarations } from './declarations.ts'
import { manifest, PARTS } from './manifest.ts'
import type { ClickToDialState, EndReason } from './src/api.ts'
import { OBSERVED } from './src/attributes.ts'
import { STYLE_NAMES, vendorVariable } from './src/styles.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const [declaration] = manifest().modules[0]!.declarations
const namesIn = (list: readonly { readonly name: string }[]): readonly string[] =>
  list.map(({ name }) => name)

describe('the manifest', () => {
  it('names each attribute that the element observes, except aliases and dir', () => {
    const aliases = ['linelllabel', 'audiolnputlabel', 'videolnputlabel', 'dir']
    const names = namesIn(declaration!.attributes).map((name) => name.toLowerCase())
    expect(new Set(names)).toEqual(
      new Set(OBSERVED.filter((name) => !name.includes('-') && !aliases.includes(name))),
    )
  })

  it('names each CSS variable', () => {
    expect(namesIn(declaration!.cssProperties)).toEqual(STYLE_NAMES.map(vendorVariable))
  })

  it('names each part of the markup, as the manual does', () => {
    const files = globSync(['component/src/*.svelte', 'src/renderer/features/call/*.svelte'], {
      cwd: root,
    })
    const written = files
      .flatMap((file) => [...read(file).matchAll(/\bpart=(?:"([^"]+)"|\{([^}]+)\})/gu)])
      .flatMap(([, plain, code = '']) =>
        plain === undefined
          ? [...code.matchAll(/[?:] '([^']+)'/gu)].map(([, name = '']) => name)
          : [plain],
      )
    expect(new Set(written)).toEqual(new Set(PARTS))
    const manual = read('docs/click-to-dial.md')
    expect(PARTS.filter((name) => !manual.includes(`\`${name}\``))).toEqual([])
  })
})

describe('the declarations', () => {
  const text = declarations(read('component/src/api.ts'))

  it('have each text, and import nothing', () => {
    expect(TEXT_NAMES.filter((name) => !text.includes(`get ${name}(): string`))).toEqual([])
    expect(text).not.toMatch(/^import /mu)
  })

  it('have the same phases and reasons as the call', () => {
    expectTypeOf<ClickToDialState>().toEqualTypeOf<machine.Step>()
    expectTypeOf<EndReason>().toEqualTypeOf<machine.EndReason>()
  })
})
