import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** What the text asks of the application or only tells: nothing of it can be seen on a server. */
const notOfTheServer = new Map([
  [60, 'headers that browsers add, with a slip of the pen (C19)'],
  [65, 'what the text does not document'],
])

/** Requirement numbers in the titles of tests: `R57`, `R61, R62`, `R58 to R60`. */
const numbersIn = (title: string): readonly number[] =>
  [...title.matchAll(/R(\d+)(?: to R(\d+))?/g)].flatMap(([, from, to]) => {
    const first = Number(from)
    return Array.from({ length: Number(to ?? from) - first + 1 }, (_, place) => first + place)
  })

/** Titles of single tests: what stands over a group says where to look, not what is tested. */
const titlesIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => !/^\s*(?:describe\(|\/\/|\/?\*)/.test(line))
    .flatMap((line) => [...line.matchAll(/'([^']*R\d[^']*)'|"([^"]*R\d[^"]*)"/g)])
    .map(([, single, double]) => single ?? double ?? '')

const folder = import.meta.dirname
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.test.ts') && !file.startsWith('requirements'),
)
const named = new Set(
  files.flatMap((file) => titlesIn(readFileSync(join(folder, file), 'utf8')).flatMap(numbersIn)),
)

it('each requirement on a server, R54 to R189, is named by a test', () => {
  const all = Array.from({ length: 189 - 54 + 1 }, (_, place) => 54 + place)
  expect(all.filter((number) => !named.has(number) && !notOfTheServer.has(number))).toEqual([])
})

it('reads titles as they are written', () => {
  expect(numbersIn('R61, R62 and R70 to R72: token')).toEqual([61, 62, 70, 71, 72])
  expect(titlesIn("describe('R1', () => {\n  // 'R2'\n  it('R3: works', run)")).toEqual([
    'R3: works',
  ])
})
