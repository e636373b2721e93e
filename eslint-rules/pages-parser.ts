import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import svelte from 'eslint-plugin-svelte'
import ts from 'typescript'
import lint from 'typescript-eslint'

/*
 * The linter's own way makes a program of types anew for each component: what it parses is not what is on disk. Here the
 * components of all pages are translated first, and one program has them all, which takes a quarter of the time.
 */

const root = dirname(import.meta.dirname)
const CONFIG = join(root, 'tsconfig.pages.json')
const TRANSLATED = /\.svelte(\.ts)?$/u

interface Parser {
  parseForESLint(code: string, options?: object): unknown
}
const [svelteParser] = svelte.configs.base.flatMap(({ languageOptions }) =>
  languageOptions?.parser === undefined ? [] : [languageOptions.parser as Parser],
)
const typescript: Parser = lint.parser

/** What the linter parses of this file, in TypeScript. */
function translated(path: string): string | undefined {
  const text = ts.sys.readFile(path)
  if (text === undefined || !TRANSLATED.test(path)) return text
  let code = text
  svelteParser?.parseForESLint(text, {
    filePath: path,
    parser: {
      parseForESLint(script: string, options?: object) {
        // The last of several is the one that is linted.
        code = script
        return typescript.parseForESLint(script, { ...options, project: null })
      },
    },
    ...OPTIONS,
  })
  return code
}

/** What the linter hands to every parser. */
const OPTIONS = {
  ecmaVersion: 'latest',
  sourceType: 'module',
  loc: true,
  range: true,
  tokens: true,
  comment: true,
}

function makeProgram(): ts.Program {
  const { config } = ts.readConfigFile(CONFIG, (path) => readFileSync(path, 'utf8')) as {
    config: unknown
  }
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    root,
    { allowNonTsExtensions: true },
    CONFIG,
    undefined,
    [{ extension: '.svelte', isMixedContent: true, scriptKind: ts.ScriptKind.Deferred }],
  )
  const host = ts.createCompilerHost(options, true)
  host.readFile = translated
  return ts.createProgram(fileNames, options, host)
}

let program: ts.Program | undefined

/** TypeScript's parser, over one program for all pages. */
export const pagesParser = {
  ...lint.parser,
  parseForESLint(code: string, options: { filePath?: string; programs?: readonly ts.Program[] }) {
    program ??= makeProgram()
    const isThere =
      options.filePath !== undefined &&
      program.getSourceFile(resolve(options.filePath))?.text === code
    return typescript.parseForESLint(
      code,
      isThere ? { ...options, project: null, programs: [program] } : options,
    )
  },
}
