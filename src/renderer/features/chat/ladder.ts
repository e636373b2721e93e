import type { FailureCode } from '../../../contract/outcome.ts'
import type { ChannelsView } from '../../../contract/settings.ts'
import { openWays } from '../../lib/ladder.ts'

/** Sentence for why no chat could begin: the last part of its key. */
export type FailureWords = 'full' | 'unreachable' | 'unavailable' | 'trouble' | 'uncertain'

/** The calm sentence for a failure; a customer never meets a code (R83 to R87, C11). */
export function failureWords(code: FailureCode): FailureWords {
  switch (code) {
    case 'full':
      return 'full'
    case 'unreachable':
      return 'unreachable'
    case 'not-licensed':
    case 'disabled':
    case 'not-found':
    case 'not-allowed':
      return 'unavailable'
    case 'unknown-outcome':
      return 'uncertain'
    case 'refused':
    case 'invalid-input':
    case 'wrong-state':
    case 'centre-trouble':
    case 'nonsense':
    case 'repeated':
    case 'internal':
      return 'trouble'
  }
}

/** Whether the same start may work in a moment: not where a feature is off or not licensed. */
export function mayRepeat(code: FailureCode): boolean {
  return failureWords(code) !== 'unavailable'
}

/** What is open instead of a chat, the best first: the foot of the ladder is a phone number. */
export function waysOn(channels: ChannelsView | undefined): readonly ('callback' | 'call')[] {
  return openWays(channels, ['callback', 'call'])
}
