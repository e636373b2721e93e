import type { Piece } from '../../../contract/pieces.ts'
import type {
  ChatView,
  Entry,
  GiveNumber,
  Person,
  Rect,
  StartChat,
  TranscriptWords,
} from '../../../contract/chat.ts'
import type { Bridge } from '../../../contract/contract.ts'
import type { Failure, FailureCode, Outcome } from '../../../contract/outcome.ts'
import { newsBetween, type News } from './news.ts'
import { characters, joinDrafts } from './text.ts'
import { arrivals, emptyTranscript, trimmed, withHistory, withTail } from './transcript.ts'

export type ChatCalls = Omit<Bridge['chat'], 'view'>

/** How often main hears of the draft while the customer types, in milliseconds. */
const DRAFT_EVERY_MS = 300
/** Entries asked for at a time when the customer scrolls up. */
const HISTORY_COUNT = 100
/** More entries than `MOST` are let go down to `KEPT` while the newest message is on screen. */
const MOST = 800
const KEPT = 400

export interface ChatOptions {
  readonly calls: ChatCalls
  /** Longest message, in characters. */
  readonly limit: () => number
  /** Called with news, once and in order. */
  readonly onnews?: (news: readonly News[]) => void
}

/** One conversation as the screen holds it: main's view, the draft, what was read back. */
export class Chat {
  view = $state.raw<ChatView>()
  transcript = $state.raw(emptyTranscript)
  draft = $state('')
  /** Why the last message, or another wish, could not be carried out. */
  problem = $state.raw<FailureCode>()
  /** Messages of others that arrived below what is on screen. */
  unread = $state(0)
  history = $state<'ready' | 'reading' | 'failed'>('ready')
  /** Everyone who spoke in this conversation, in the order of their coming. */
  people = $state.raw<readonly Person[]>([])
  readonly #calls: ChatCalls
  readonly #limit: () => number
  readonly #onnews: (news: readonly News[]) => void
  #atEnd = true
  #held = ''
  #draftTimer: ReturnType<typeof setTimeout> | undefined
  #draftTold = ''
  #lastStart = $state.raw<StartChat>()

  constructor({ calls, limit, onnews }: ChatOptions) {
    this.#calls = calls
    this.#limit = limit
    this.#onnews = onnews ?? (() => undefined)
  }

  /** Characters left for a message; negative when there are too many. */
  left = $derived.by(() => this.#limit() - characters(this.draft.trim()))

  get canSend(): boolean {
    return this.view?.phase === 'talking' || this.view?.phase === 'waiting'
  }

  /** The start that failed can be tried again with the same answers. */
  get canStartAgain(): boolean {
    return this.#lastStart !== undefined
  }

  /** Takes main's newest view. */
  take(view: ChatView): void {
    const before = this.view
    if (before !== undefined && view.revision <= before.revision) return
    const older = this.transcript
    const isFirst = before === undefined || (before.phase === 'idle' && view.phase !== 'idle')
    let newer = withTail(older, view.entries, view.earlier)
    const fresh = arrivals(older, newer)
    if (this.#atEnd) newer = trimmed(newer, MOST, KEPT)
    this.view = view
    this.transcript = newer
    if (view.phase === 'idle') this.#clear()
    else if (isFirst && this.draft === '') this.draft = this.#draftTold = view.draft
    this.#meet(view, fresh)
    if (!this.#atEnd) this.unread += fresh.filter((entry) => entry.kind !== 'mine').length
    const known = older.pages.length > 0 || view.earlier === 0
    this.#onnews(newsBetween(before, view, known ? fresh : []))
  }

  /** Starts a chat; the answer is for the form, the rest comes with the views. */
  async start(input: StartChat): Promise<Outcome<void>> {
    this.#lastStart = input
    return this.#calls.start(input)
  }

  async startAgain(): Promise<void> {
    if (this.#lastStart !== undefined) this.#note(await this.start(this.#lastStart))
  }

  /** The customer typed: main keeps the draft and tells the agent. */
  type(text: string): void {
    this.draft = text
    this.problem = undefined
    if (this.#draftTimer !== undefined) return
    this.#tellDraft()
    this.#draftTimer = setTimeout(() => {
      this.#draftTimer = undefined
      this.#tellDraft()
    }, DRAFT_EVERY_MS)
  }

  /** Sends the draft; it comes back into the field if main does not take it. */
  async send(): Promise<boolean> {
    const text = this.draft.trim()
    if (text === '' || this.left < 0 || !this.canSend) return false
    this.#forgetTimer()
    this.#held = text
    this.draft = this.#draftTold = ''
    this.problem = undefined
    const outcome = await this.#calls.send({ text })
    if (outcome.ok) return true
    this.draft = joinDrafts(text, this.draft)
    this.problem = outcome.error.code
    return false
  }

  async retry(id: string): Promise<void> {
    this.#note(await this.#calls.retry({ id }))
  }

  async discard(id: string): Promise<void> {
    this.#note(await this.#calls.discard({ id }))
  }

  /** Answers the sensitive-data guard; for `edit` the text goes back into the field. */
  async answerGuard(choice: 'send' | 'mask' | 'edit'): Promise<void> {
    const id = this.view?.guard?.id
    if (id === undefined) return
    const outcome = await this.#calls.guard({ id, choice })
    this.#note(outcome)
    if (!outcome.ok || choice !== 'edit') return
    this.type(joinDrafts(this.#held === '' ? (this.view?.draft ?? '') : this.#held, this.draft))
  }

  async end(): Promise<void> {
    this.#note(await this.#calls.end())
  }

  /** Leaves the ended or failed chat; tells whether main agreed. */
  async leave(): Promise<boolean> {
    const outcome = await this.#calls.leave()
    this.#note(outcome)
    return outcome.ok
  }

  async callMe(given: GiveNumber): Promise<Outcome<void>> {
    return this.#calls.callMe(given)
  }

  async declineCallMe(): Promise<void> {
    this.#note(await this.#calls.declineCallMe())
  }

  async showPage(entryId: string | null): Promise<void> {
    this.#note(await this.#calls.showPage({ entryId }))
  }

  /** Tells main where to place the viewer. */
  readonly bounds = (bounds: Rect | null): void => {
    void this.#calls.viewerBounds(bounds)
  }

  /** The ended chat on paper, or as a file where `isFile`; tells whether main could. */
  async keep(words: TranscriptWords, isFile: boolean): Promise<boolean> {
    const call = isFile ? this.#calls.saveTranscript : this.#calls.printTranscript
    return (await call(words)).ok
  }

  /** Reads the page of history before the oldest entry known; tells whether one came. */
  async older(): Promise<boolean> {
    const before = this.transcript.pages[0]?.key
    if (before === undefined || this.transcript.earlier === 0) return false
    if (this.history === 'reading') return false
    this.history = 'reading'
    const outcome = await this.#calls.history({ before, count: HISTORY_COUNT })
    this.history = outcome.ok ? 'ready' : 'failed'
    if (!outcome.ok) return false
    const known = this.transcript
    this.transcript = withHistory(known, before, outcome.value)
    return this.transcript !== known
  }

  /** A piece of a long message; undefined where it cannot be had any more. */
  async piece(id: string, at: number): Promise<Piece | undefined> {
    const outcome = await this.#calls.piece({ id, at })
    return outcome.ok ? outcome.value : undefined
  }

  /** Whether the newest message is on screen. */
  reachEnd(isThere: boolean): void {
    this.#atEnd = isThere
    if (isThere) this.unread = 0
  }

  /** Tells main the draft that it has not heard yet, and stops. */
  close(): void {
    this.#forgetTimer()
    if (this.canSend) this.#tellDraft()
  }

  #tellDraft(): void {
    if (this.draft === this.#draftTold) return
    this.#draftTold = this.draft
    void this.#calls.draft({ text: this.draft })
  }

  #forgetTimer(): void {
    clearTimeout(this.#draftTimer)
    this.#draftTimer = undefined
  }

  #clear(): void {
    this.#forgetTimer()
    this.draft = this.#draftTold = this.#held = ''
    this.problem = undefined
    this.unread = 0
    this.history = 'ready'
    this.people = []
    this.#lastStart = undefined
    this.#atEnd = true
  }

  #meet(view: ChatView, fresh: readonly Entry[]): void {
    const met = new Map(this.people.map((person) => [person.key, person]))
    for (const entry of fresh) {
      if ('person' in entry && entry.person !== undefined) met.set(entry.person.key, entry.person)
    }
    for (const person of view.agents) met.set(person.key, person)
    const changed = [...met.values()].some((person, at) => this.people[at]?.name !== person.name)
    if (changed) this.people = [...met.values()]
  }

  #note(outcome: { ok: true } | { ok: false; error: Failure }): void {
    this.problem = outcome.ok ? undefined : outcome.error.code
  }
}
