import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import ts from 'typescript'
import { repositoryRoot } from './paths.ts'

const levels = ['error', 'warn', 'info', 'debug'] as const

type Level = (typeof levels)[number]

/** A message that main writes to its log, and the levels it is written at. */
export interface LogMessage {
  /** The folder of src/main that it comes from. */
  readonly component: string
  readonly message: string
  readonly levels: readonly Level[]
}

/** What a person has written about a message. */
interface Note {
  readonly meaning: string
  readonly advice: string
}

const mainFolder = join(repositoryRoot, 'src', 'main')

/** Every message in the sources of main, by component, the most severe first. */
export function mainMessages(): readonly LogMessage[] {
  const files = readdirSync(mainFolder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.test\.ts$|\.d\.ts$/u.test(file),
  )
  return merged(
    files.sort().flatMap((file) => {
      const component = file.split(sep)[0] ?? file
      const calls = messagesIn(readFileSync(join(mainFolder, file), 'utf8'))
      return calls.map(({ level, message }) => ({ component, message, levels: [level] }))
    }),
  )
}

/** The literal messages of one source file. */
export function messagesIn(source: string): readonly { level: Level; message: string }[] {
  const found: { level: Level; message: string }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const level = levelOf(node)
      // `line(ERROR, 'text')` of the log file has its message second.
      const text = node.arguments[ts.isIdentifier(node.expression) ? 1 : 0]
      if (level && text) found.push(...literals(text).map((message) => ({ level, message })))
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('main.ts', source, ts.ScriptTarget.Latest))
  return found
}

function levelOf({ expression, arguments: [first] }: ts.CallExpression): Level | undefined {
  if (ts.isPropertyAccessExpression(expression)) {
    const { expression: owner, name } = expression
    const isConsole = ts.isIdentifier(owner) && owner.text === 'console'
    return isConsole ? undefined : levels.find((level) => level === name.text)
  }
  if (!ts.isIdentifier(expression) || expression.text !== 'line') return undefined
  if (!first || !ts.isIdentifier(first)) return undefined
  return levels.find((level) => level.toUpperCase() === first.text)
}

function literals(node: ts.Node): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (!ts.isConditionalExpression(node)) return []
  return [...literals(node.whenTrue), ...literals(node.whenFalse)]
}

function merged(messages: readonly LogMessage[]): readonly LogMessage[] {
  const byKey = new Map<string, LogMessage>()
  for (const one of messages) {
    const key = `${one.component}\n${one.message}`
    const all = new Set([...(byKey.get(key)?.levels ?? []), ...one.levels])
    byKey.set(key, { ...one, levels: levels.filter((level) => all.has(level)) })
  }
  const rank = ({ levels: [most] }: LogMessage) => (most ? levels.indexOf(most) : levels.length)
  return [...byKey.values()].sort(
    (a, b) =>
      compare(a.component, b.component) || rank(a) - rank(b) || compare(a.message, b.message),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const introduction = [
  '# Log messages',
  '',
  'Every message that the app writes to `logs/callpoint.log`. A line is a JSON object: search for `"message":"..."`; its other fields hold',
  'the details, and `part` names the part of the app. `level` is a number: error 50, warn 40, info 30, debug 20. `log.level` in the policy',
  'sets what is written. Messages are stable: a change is a change for those who search for them.',
  '',
  'Sections are folders of `src/main`. `npm run docs` adds and removes rows; the last two columns are written by hand and kept. A message',
  'without a note describes itself and needs no action. [operations.md](operations.md#what-the-log-means) explains the values of `kind`.',
] as const

/** The page: a table for each component, with the notes that `current` has. */
export function logPage(messages: readonly LogMessage[], current: string): string {
  const notes = notesOf(current)
  const lines: string[] = [...introduction]
  for (const component of new Set(messages.map((one) => one.component))) {
    lines.push('', `## ${component}`, '')
    lines.push('| message | level | what it means | what to do |', '|---|---|---|---|')
    for (const one of messages.filter((other) => other.component === component)) {
      const { meaning, advice } = notes.get(`${component}\n${one.message}`) ??
        notes.get(one.message) ?? { meaning: '', advice: '' }
      const cells = [`\`${escaped(one.message)}\``, one.levels.join(', '), meaning, advice]
      lines.push(`| ${cells.join(' | ')} |`)
    }
  }
  return `${lines.join('\n')}\n`
}

/** Messages of `current` that have notes but are no longer written. */
export function lostNotes(messages: readonly LogMessage[], current: string): readonly string[] {
  const written = new Set(messages.map(({ message }) => message))
  return [...notesOf(current)]
    .filter(([message]) => !message.includes('\n') && !written.has(message))
    .map(([message, { meaning, advice }]) => `${message}: ${meaning} ${advice}`.trimEnd())
}

/** Notes by component and message, and by message alone for one that has moved. */
function notesOf(page: string): ReadonlyMap<string, Note> {
  const notes = new Map<string, Note>()
  let component = ''
  for (const line of page.split('\n')) {
    if (line.startsWith('## ')) component = line.slice(3)
    const cells = line.split(/(?<!\\)\|/u).map((cell) => cell.trim())
    const [, code = '', , meaning = '', advice = ''] = cells
    const message = /^`(.+)`$/u.exec(code)?.[1]?.replaceAll('\\|', '|')
    if (message === undefined || (meaning === '' && advice === '')) continue
    notes.set(`${component}\n${message}`, { meaning, advice })
    notes.set(message, { meaning, advice })
  }
  return notes
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|')
}
