import type { Entry, TranscriptWords } from '../../contract/chat.ts'
import type { Handlers } from '../../contract/contract.ts'
import type { Zone } from '../../contract/zone.ts'
import { done, fail, type Outcome } from '../../contract/outcome.ts'
import type { Log } from '../platform/log.ts'
import { transcriptDocument } from './transcript-document.ts'

interface Deps {
  /** What the policy offers. */
  readonly ways: readonly ('print' | 'save')[]
  readonly zone: () => Zone
  readonly log: Log
  /** The chat that has ended; undefined while there is none. */
  readonly chat: () =>
    { readonly entries: readonly Entry[]; readonly customerName: string } | undefined
  readonly print: (html: string) => Promise<boolean>
  readonly toPdf: (html: string) => Promise<Uint8Array>
  /** Lets the customer choose a place; answers whether it was saved. */
  readonly saveFile: (name: string, bytes: Uint8Array) => Promise<boolean>
}

/** The transcript to take along: on paper, or as a file on a desktop. */
export function createChatPaper(
  deps: Deps,
): Pick<Handlers['chat'], 'printTranscript' | 'saveTranscript'> {
  const { ways, zone, log } = deps

  async function make(
    way: 'print' | 'save',
    words: TranscriptWords,
    use: (html: string) => Promise<Outcome<void>>,
  ): Promise<Outcome<void>> {
    const chat = deps.chat()
    if (!ways.includes(way) || !chat) return fail('wrong-state')
    try {
      return await use(transcriptDocument({ ...chat, words, zone: zone() }))
    } catch (error) {
      log.error('a transcript could not be made', { way, error })
      return fail('internal')
    }
  }

  return {
    printTranscript: (words) =>
      make('print', words, async (html) => ((await deps.print(html)) ? done : fail('internal'))),
    saveTranscript: (words) =>
      make('save', words, async (html) => {
        // Thinking better of it is no failure.
        await deps.saveFile('chat.pdf', await deps.toPdf(html))
        return done
      }),
  }
}
