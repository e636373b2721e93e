import type { CallState, EndReason } from './call-machine.ts'
import type { CallTexts, TextName } from './texts.ts'

const SENTENCES: Readonly<Record<EndReason, TextName>> = {
  self: 'callEndedLabel',
  agent: 'callEndedLabel',
  busy: 'busyError',
  declined: 'declinedError',
  'no-answer': 'noAnswerError',
  'unknown-number': 'unknownNumberError',
  refused: 'refusedError',
  'local-network': 'localNetworkError',
  'server-down': 'serverDownError',
  'no-media': 'noMediaError',
  lost: 'lostError',
  reloaded: 'reloadedError',
  failed: 'unexpectedError',
}

/** What happened, for a call that never came about. */
const TITLES: Readonly<Partial<Record<EndReason, TextName>>> = {
  busy: 'busyTitle',
  declined: 'declinedTitle',
  'no-answer': 'noAnswerTitle',
  'unknown-number': 'unknownNumberTitle',
  refused: 'refusedTitle',
  'local-network': 'serverDownTitle',
  'server-down': 'serverDownTitle',
  'no-media': 'noMediaTitle',
  failed: 'unexpectedTitle',
}

/** What is said of a call that is over: its title, and what came of it. */
export function wordsOfEnd(
  { reason = 'failed', reached }: Pick<CallState, 'reason' | 'reached'>,
  texts: CallTexts,
): { readonly title: string; readonly text: string; readonly hasFailed: boolean } {
  const isOrdinary = reason === 'self' || reason === 'agent'
  // A call that had begun did not fail to start (R220, R234).
  const hasBegun = isOrdinary || reached === 'talking' || reason === 'lost' || reason === 'reloaded'
  // No thanks for a call that was never connected.
  const text = isOrdinary && reached !== 'talking' ? '' : texts[SENTENCES[reason]]
  const named = TITLES[reason]
  const title = (named === undefined ? '' : texts[named]) || texts.callFailedError
  return {
    title: hasBegun ? texts.disconnectedLabel : title,
    text,
    hasFailed: !isOrdinary,
  }
}
