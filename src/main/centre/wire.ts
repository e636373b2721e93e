import { z } from 'zod'
import type { CallbackQueue, Content, Contents, ContentType } from './api.ts'

/**
 * What the server's answers look like, read with tolerance where the guide is in two minds (section
 * 2 of the requirements) and with none where a guess could hurt. Nothing here throws. What cannot be
 * read is told by `why`: the place and the kind of mistake, never the text that came.
 */
export type Read<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: string }

/** Null, absent and blank are one (C12); a number may come as text and text as a number (C15). */
const text = z
  .union([z.string(), z.number(), z.null(), z.undefined()])
  .transform((value) => (value ?? '').toString())
const trimmed = text.transform((value) => value.trim())
const optionalText = trimmed.catch('')
const integer = z
  .union([
    z.number(),
    z
      .string()
      .trim()
      .regex(/^[+-]?\d{1,15}$/u)
      .transform(Number),
  ])
  .pipe(z.int())
const optionalInteger = integer.optional().catch(undefined)
const optionalBoolean = z
  .union([
    z.boolean(),
    z.literal([0, 1]).transform((value) => value === 1),
    z
      .string()
      .transform((value) => value.trim().toLowerCase())
      .pipe(z.enum(['true', 'false', '1', '0']))
      .transform((value) => value === 'true' || value === '1'),
  ])
  .optional()
  .catch(undefined)

const tokenAnswer = z.object({
  access_token: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,4096}$/u),
  token_type: z
    .string()
    .trim()
    .regex(/^bearer$/iu)
    .nullish(),
  // Not in the guide (R65), but in the standard: used where a server has it.
  expires_in: integer.optional().catch(undefined),
})

const startAnswer = z.object({
  // Opaque (C37); a dot alone would change the path it stands in.
  sessionId: trimmed.pipe(z.string().min(1).max(1024).regex(/[^.]/u)),
})

const contentItem = z.object({
  messageType: optionalText,
  from: optionalText,
  agentFirstName: optionalText,
  agentLastName: optionalText,
  content: text.catch(''),
  pushedUrl: optionalText,
})

const contentsAnswer = z.object({
  sessionId: optionalText,
  callMeAgentKey: optionalInteger,
  connected: optionalBoolean,
  content: z.array(z.unknown()).nullish(),
  newIndexKey: optionalInteger,
  pushUrl: optionalText,
  redirectUrl: optionalText,
  whoIsTyping: z.union([text, z.array(text).transform((all) => all.join(','))]).catch(''),
})

const queue = z.object({ key: integer, name: optionalText, description: optionalText })

export interface TokenAnswer {
  readonly token: string
  readonly lifeMs: number | undefined
}

/** R62 to R65. */
export function readToken(body: string): Read<TokenAnswer> {
  const answer = parse(tokenAnswer, body)
  if (!answer.ok) return answer
  const { access_token: token, expires_in: seconds } = answer.value
  const lifeMs = seconds !== undefined && seconds > 0 ? seconds * 1000 : undefined
  return { ok: true, value: { token, lifeMs } }
}

/** R81: the session's id. */
export function readSessionId(body: string): Read<string> {
  const answer = parse(startAnswer, body)
  return answer.ok ? { ok: true, value: answer.value.sessionId } : answer
}

/**
 * R102 to R116 of the session `sessionId`, asked from `index` on (0: all). An answer that names
 * another session is refused: it would show one customer what belongs to another.
 */
export function readContents(body: string, sessionId: string, index: number): Read<Contents> {
  const json = parseJson(body)
  if (!json.ok) return json
  const answer = check(contentsAnswer, json.value)
  if (!answer.ok) return answer
  const { value } = answer
  if (!speaksOfContents(json.value)) return { ok: false, why: 'none of the fields of contents' }
  if (value.sessionId !== '' && value.sessionId !== sessionId.trim()) {
    return { ok: false, why: 'the contents of another session' }
  }
  const items = value.content ?? []
  const asked = Math.max(1, index)
  const told = value.newIndexKey
  // Contents run up to the one before `newIndexKey` (R97, R98), so they are counted from there.
  const newIndexKey = told !== undefined && told > items.length ? told : asked + items.length
  const first = newIndexKey - items.length
  return {
    ok: true,
    value: {
      contents: items.map((item, place) => readItem(item, first + place)),
      newIndexKey,
      connected: value.connected ?? true,
      pushUrl: value.pushUrl,
      redirectUrl: value.redirectUrl,
      callMeAgentKey: Math.max(0, value.callMeAgentKey ?? 0),
      typing: readTyping(value.whoIsTyping),
    },
  }
}

/** R179 to R183. An empty body is an empty list (C34); an entry without a key cannot be chosen. */
export function readQueues(body: string): Read<readonly CallbackQueue[]> {
  if (isBlank(body)) return { ok: true, value: [] }
  const answer = parse(z.array(z.unknown()).nullable(), body)
  if (!answer.ok) return answer
  const items = answer.value ?? []
  const queues: CallbackQueue[] = []
  for (const item of items) {
    const one = check(queue, item)
    if (!one.ok) continue
    const { key, name, description } = one.value
    queues.push({ key, name: name || description || String(key), description })
  }
  return items.length > 0 && queues.length === 0
    ? { ok: false, why: 'no queue has a key' }
    : { ok: true, value: queues }
}

const TYPES: ReadonlySet<string> = new Set<ContentType>([
  'CUSTOMER_MESSAGE',
  'CUSTOMER_DISCONNECT',
  'AGENT_MESSAGE',
  'AGENT_DISCONNECT',
  'AGENT_PUSH_URL',
  'AGENT_REQUEUE',
  'AGENT_CONFERENCE_JOIN',
  'SYSTEM_MESSAGE',
  'SYSTEM_PUSH_URL',
])

/** Blanks, hyphens, any case (C3), and the guide's misprint (C4); else `UNKNOWN`. */
export function readType(rawType: string): ContentType {
  const name = rawType
    .trim()
    .toUpperCase()
    .replace(/[\s_-]+/gu, '_')
  if (name === 'AGENT_REQUELUE') return 'AGENT_REQUEUE'
  return isType(name) ? name : 'UNKNOWN'
}

function isType(name: string): name is ContentType {
  return TYPES.has(name)
}

/** A content that is no object keeps its place: the index of what follows depends on it. */
function readItem(item: unknown, index: number): Content {
  const answer = contentItem.safeParse(item)
  const known = answer.success
    ? answer.data
    : {
        messageType: '',
        from: '',
        agentFirstName: '',
        agentLastName: '',
        content: '',
        pushedUrl: '',
      }
  const { messageType, ...rest } = known
  return { index, type: readType(messageType), rawType: messageType.slice(0, 64), ...rest }
}

/** C13: keys of agents. The figure's `false` is nobody. */
function readTyping(names: string): readonly string[] {
  const all = names.split(',').map((name) => name.trim())
  return [...new Set(all.filter((name) => name !== '' && name.toLowerCase() !== 'false'))]
}

function speaksOfContents(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false
  return ['sessionId', 'content', 'newIndexKey'].some((name) => name in json)
}

function parse<Value>(schema: z.ZodType<Value>, body: string): Read<Value> {
  const json = parseJson(body)
  return json.ok ? check(schema, json.value) : json
}

function parseJson(body: string): Read<unknown> {
  if (isBlank(body)) return { ok: false, why: 'an empty body' }
  try {
    const value: unknown = JSON.parse(body.replace(/^\ufeff/u, ''))
    return { ok: true, value }
  } catch {
    // The parser's own message quotes the text.
    return { ok: false, why: 'not JSON' }
  }
}

function check<Value>(schema: z.ZodType<Value>, value: unknown): Read<Value> {
  const answer = schema.safeParse(value)
  if (answer.success) return { ok: true, value: answer.data }
  const issue = answer.error.issues[0]
  const place = issue === undefined || issue.path.length === 0 ? 'the whole' : issue.path.join('.')
  return { ok: false, why: `${place}: ${issue?.code ?? 'wrong'}` }
}

function isBlank(body: string): boolean {
  return body.replace(/^\ufeff/u, '').trim() === ''
}
