import { baseOf } from '../../contract/language-tag.ts'

/** Reads a screen aloud with the machine's own voices; without one for the language it is not offered. */
export class Speech {
  speaking = $state(false)
  #voices = $state.raw<readonly SpeechSynthesisVoice[]>([])
  readonly #synthesis: SpeechSynthesis | undefined

  constructor(synthesis = synthesisOf(globalThis)) {
    this.#synthesis = synthesis
    if (synthesis === undefined) return
    this.#voices = synthesis.getVoices()
    synthesis.addEventListener('voiceschanged', () => {
      this.#voices = synthesis.getVoices()
    })
  }

  /** True where a voice speaks this language. Voices that need the network are not taken. */
  speaks(language: string): boolean {
    return this.#voiceOf(language) !== undefined
  }

  /** Says the words; what was being said before stops. */
  say(words: string, language: string): void {
    const voice = this.#voiceOf(language)
    if (this.#synthesis === undefined || voice === undefined || words === '') return
    this.stop()
    const utterance = new SpeechSynthesisUtterance(words)
    utterance.voice = voice
    utterance.lang = voice.lang
    utterance.onend = utterance.onerror = () => {
      this.speaking = false
    }
    this.speaking = true
    this.#synthesis.speak(utterance)
  }

  stop(): void {
    this.#synthesis?.cancel()
    this.speaking = false
  }

  #voiceOf(language: string): SpeechSynthesisVoice | undefined {
    const spoken = this.#voices.filter(
      ({ lang, localService }) =>
        localService && baseOf(lang.replace('_', '-')) === baseOf(language),
    )
    return spoken.find(({ lang }) => lang === language) ?? spoken[0]
  }
}

/** The browser's own, which not every browser (and no unit test) has. */
function synthesisOf(scope: { readonly speechSynthesis?: SpeechSynthesis }) {
  return scope.speechSynthesis
}

export const speech = new Speech()

const SILENT = 'script, style, svg, [aria-hidden="true"], [hidden], [inert]'
const BLOCK = 'p, h1, h2, h3, li, button, label, legend, div, section, dt, dd'

/** What a person would read on a screen, in order, as sentences. */
export function readable(root: Element): string {
  const parts: string[] = []
  const walk = (node: Node): void => {
    if (node instanceof Text) parts.push(node.data.replace(/\s+/gu, ' '))
    if (!(node instanceof Element)) return
    if (node.matches(SILENT)) return
    for (const child of node.childNodes) walk(child)
    if (node.matches(BLOCK)) parts.push('\n')
  }
  walk(root)
  return parts
    .join('')
    .split('\n')
    .map((line) => line.replace(/\s+/gu, ' ').trim())
    .filter((line) => line !== '')
    .map((line) => (/[.!?:؟。]$/u.test(line) ? line : `${line}.`))
    .join('\n')
}
