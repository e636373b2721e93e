import { z } from 'zod'
import { amount, choice, flag } from './switch.ts'

/**
 * One switch for each contradiction (C) and open question of docs/requirements.md that a server could
 * decide either way. The default is the guide's own reading. The table in docs/simulator.md is
 * generated from this schema.
 */
export const switchesSchema = z.strictObject({
  messageTypeFormat: choice(
    ['underscore', 'blank', 'hyphen', 'lower'],
    'underscore',
    'C3',
    'How message types are written: AGENT_MESSAGE, AGENT MESSAGE, AGENT-MESSAGE or agent_message.',
  ),
  requeueType: choice(
    ['AGENT_REQUEUE', 'AGENT_REQUELUE'],
    'AGENT_REQUEUE',
    'C4',
    'The type of a requeue: the word that is meant, or the word that is printed.',
  ),
  isTypingType: choice(
    ['boolean', 'string', 'either'],
    'boolean',
    'C5',
    'What POST typing takes: a JSON boolean (attribute table), a string (example), or both.',
  ),
  deleteBody: choice(
    ['honoured', 'dropped'],
    'honoured',
    'C7, question 6',
    "Whether DELETE's body arrives, or a proxy on the way drops it (then the answer is 400).",
  ),
  deleteByPath: flag(false, 'C7', 'Whether DELETE /v1/sessions/{sessionId} works too.'),
  callbackBlankKeys: choice(
    ['refuse', 'accept'],
    'refuse',
    'C8',
    'Whether callback attribute names may end in blanks, as in the example.',
  ),
  callbackSeconds: choice(
    ['refuse', 'accept', 'require'],
    'refuse',
    'C10',
    'Whether callback times may or must carry seconds (YYYY-MM-DDTHH:mm:ss).',
  ),
  callbackWindows: choice(
    ['check', 'ignore'],
    'check',
    'R172',
    'Whether windows are compared: end after start, the second one whole and after the first.',
  ),
  callbackPast: choice(
    ['refuse', 'accept'],
    'refuse',
    'R172',
    'Whether a window that has already ended is refused.',
  ),
  queryWhenFull: choice(
    ['answer', 'refuse'],
    'answer',
    'C11',
    'Whether GET contents answers 503 while the maximum of sessions is reached.',
  ),
  contentWhenNothingNew: choice(
    ['empty', 'null', 'absent'],
    'empty',
    'C12',
    'What `content` is when the index is the next one: [], null or left out.',
  ),
  contentWhenIndexUnknown: choice(
    ['null', 'empty', 'absent'],
    'null',
    'C12',
    'What `content` is when the index lies beyond the next one.',
  ),
  whoIsTypingFormat: choice(
    ['key', 'name', 'true'],
    'key',
    'C13',
    "What identifies a typing agent: the key, the agent's name, or just `true` as in the figure.",
  ),
  agentTypesWithCustomer: flag(
    false,
    'C13',
    'The literal sentence: an agent counts as typing for 4 s when the customer types.',
  ),
  agentKeyType: choice(
    ['number', 'string'],
    'number',
    'C15',
    'How `callMeAgentKey` is written; with `string`, call-me takes the key as a string too.',
  ),
  phoneNumberFormat: choice(
    ['any', 'digits', 'e164'],
    'any',
    'C16',
    'Which phone numbers are taken: any that holds a digit, digits only, or + and digits only.',
  ),
  wwwAuthenticate: flag(false, 'C17', 'Whether a 401 carries WWW-Authenticate.'),
  tokenExpiresIn: flag(false, 'C18', 'Whether the token answer holds `expires_in`.'),
  bearerScheme: choice(
    ['any', 'lower', 'capitalised'],
    'any',
    'C20',
    'Which spelling of the scheme is taken: any case, only `bearer`, or only `Bearer`.',
  ),
  agentMarkup: choice(
    ['font', 'font-date', 'paragraph', 'plain'],
    'font',
    'C23',
    "How an agent's text is wrapped: FONT, FONT with date and time, p, or nothing.",
  ),
  formattedContent: choice(
    ['guide', 'empty'],
    'guide',
    'C23',
    'Whether the legacy `formattedContent` is filled.',
  ),
  systemFrom: choice(
    ['html', 'text'],
    'html',
    'C24',
    "Whether the system's name in `from` is marked up as in the example.",
  ),
  emptyAgentFields: choice(
    ['empty', 'null', 'absent'],
    'empty',
    'C25',
    'What agent names and `pushedUrl` are where they do not apply: "", null or left out.',
  ),
  pushUrlPlaces: choice(
    ['both', 'content', 'top'],
    'both',
    'C26',
    'Where a pushed URL stands: in its content and at the top, or in one of the two.',
  ),
  redirectOneShot: flag(
    false,
    'C27, question 4',
    'Whether `redirectUrl` is sent once only instead of in each answer.',
  ),
  callMeOneShot: flag(
    true,
    'C28',
    'Whether `callMeAgentKey` is sent once only; otherwise until a number arrives.',
  ),
  customerTypingSeconds: amount(
    0,
    'C29',
    'After how many seconds the customer stops counting as typing; 0: at `false` or a message only.',
  ),
  apostrophe: choice(
    ['accept', 'refuse'],
    'accept',
    'C30',
    "Whether ' in source and destination is allowed; the double quotation mark never is.",
  ),
  unitMatch: choice(
    ['exact', 'ignore-case'],
    'exact',
    'C32',
    'How the name of a business unit is compared.',
  ),
  unknownLanguage: choice(
    ['refuse', 'accept'],
    'refuse',
    'C33',
    'Whether a language that is not configured is refused.',
  ),
  availabilityEmpty: choice(
    ['array', 'no-body'],
    'array',
    'C34',
    'How no eligible callback queue is said: [] or no body at all.',
  ),
  afterDelete: choice(
    ['keep', 'remove'],
    'keep',
    'C35, C56',
    'Whether a session stays queryable for five minutes after DELETE, or is gone at once.',
  ),
  deleteEnded: choice(
    ['accept', 'not-found'],
    'accept',
    'C35',
    'Whether DELETE of a session that has already ended answers 200 or 404.',
  ),
  createdStatus: choice(
    ['201', '200'],
    '201',
    'C36',
    'The status where the text has 201 (sessions, contents, callbacks).',
  ),
  sessionIdStyle: choice(
    ['guide', 'reserved'],
    'guide',
    'C37',
    'Session ids like the samples, or with characters that must be escaped in a path.',
  ),
  serverLocale: choice(
    ['en-US', 'en-GB', 'de-DE'],
    'en-US',
    'C50',
    'The locale of the dates within marked-up text.',
  ),
  afterDisconnect: choice(
    ['404', '503', '200'],
    '404',
    'C52',
    'What typing and call-me answer once the session has ended.',
  ),
  errorPages: choice(
    ['none', 'html'],
    'none',
    'C52',
    'Whether errors carry an HTML page, as servlet containers and proxies send, instead of no body.',
  ),
  legacyHeaders: flag(
    true,
    'C55',
    'Whether the sample headers of 2018 (X-XSS-Protection and others) are sent.',
  ),
  customerEcho: choice(
    ['unchanged', 'html-escaped', 'wrapped', 'omitted'],
    'unchanged',
    'question 1',
    'How posted customer messages come back in GET contents: as sent, escaped, in FONT, or not.',
  ),
  pushUrlScope: choice(
    ['session', 'token'],
    'session',
    'question 4',
    'Whether `pushUrl` is sent once per session, or once to each token that polls.',
  ),
  idleSessionSeconds: amount(
    0,
    'question 5',
    'After how many seconds without a query the system ends a session; 0: never.',
  ),
  tokenValidityUnit: choice(
    ['seconds', 'minutes', 'milliseconds'],
    'seconds',
    'question 7',
    'The unit of oauth-token-validity-time.',
  ),
  newTokenRevokesOld: flag(
    false,
    'question 7',
    'Whether a new token makes the earlier ones invalid.',
  ),
  maxTextLength: amount(
    0,
    'question 8',
    'The most UTF-16 units that caption, content, comment and contact data may have; 0: any.',
  ),
  overlongText: choice(
    ['refuse', 'truncate'],
    'refuse',
    'question 8',
    'What happens to longer text: 400, or it is cut.',
  ),
  emoji: choice(
    ['keep', 'question-mark', 'refuse'],
    'keep',
    'question 8',
    'What happens to characters outside the basic plane in caption and content.',
  ),
  maxSocketsExceeded: choice(
    ['drop', '503'],
    'drop',
    'question 10',
    'Whether a connection above max-sockets is closed at once or its requests get 503.',
  ),
})

export type Switches = z.infer<typeof switchesSchema>
export type SwitchName = keyof Switches

/** Any of the switches, none of them filled in. */
export const switchPatchSchema = z
  .strictObject(
    Object.fromEntries(
      Object.entries(switchesSchema.shape).map(([name, schema]) => [
        name,
        schema.unwrap().optional(),
      ]),
    ),
  )
  .describe('Any of the switches.')

/** Every switch at the text's own reading. */
export const defaultSwitches = (): Switches => switchesSchema.parse({})
