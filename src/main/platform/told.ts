import { inEnglish, type Sentence } from './words.ts'

/** For tests: what a sentence says in English; empty where there is none. */
export function told(sentence: Sentence | undefined): string {
  return sentence === undefined ? '' : inEnglish(sentence)
}
