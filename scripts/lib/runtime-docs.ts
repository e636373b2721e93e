import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from './paths.ts'

/** A place that treats the Electron of development and the declared one alike although they differ. */
export interface Difference {
  readonly file: string
  readonly text: string
}

const SOURCES = ['src/**/*.{ts,svelte}', 'tests/kit/**/*.ts', 'electron.vite.config.ts']

/** The comments that begin with `Runtimes:` in one source, each up to its end or an empty line. */
export function differencesIn(source: string): readonly string[] {
  const comments = source.match(/\/\*[\s\S]*?\*\/|(?:^[ \t]*\/\/.*\n?)+/gmu) ?? []
  return comments
    .map((comment) => comment.replace(/^[ \t]*(?:\/\*\*?|\*\/|\*|\/\/)[ \t]?|\*\/$/gmu, ''))
    .flatMap((words) => /Runtimes: (?<text>[\s\S]*?)(?:\n\s*\n|$(?![\s\S]))/u.exec(words) ?? [])
    .filter((_, at) => at % 2 === 1)
    .map((text) => text.replace(/\s+/gu, ' ').trim())
}

/** All of them, by file. */
export function differences(): readonly Difference[] {
  return globSync(SOURCES, { cwd: repositoryRoot })
    .filter((file) => !file.endsWith('.test.ts'))
    .sort()
    .flatMap((file) =>
      differencesIn(readFileSync(join(repositoryRoot, file), 'utf8')).map((text) => ({
        file,
        text,
      })),
    )
}

/** docs/runtimes.md. */
export function runtimePage(found: readonly Difference[]): string {
  const rows = found.map(({ file, text }) => `| \`${file}\` | ${text.replaceAll('|', '\\|')} |`)
  return `# Two Electrons

Callpoint is developed and tested on Electron 33.2.1, which the npm registry has, and shipped with the Electron that
\`package.json\` declares; \`npm run package\` refuses the former. One code runs on both: where they differ, the code
looks for the feature and never at the version. \`npm run docs\` writes this list from the comments that begin with
\`Runtimes:\`. The targets of the bundles (Node 20.18, Chromium 130) are those of Electron 33.

| where | what differs, and what the code does |
|---|---|
${rows.join('\n')}
`
}
