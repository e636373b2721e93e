import { expect, test, vi } from 'vitest'
import { readable, Speech } from './speech.svelte.ts'

test('without voices nothing is offered, and nothing breaks', () => {
  const speech = new Speech(undefined)
  expect(speech.speaks('en')).toBe(false)
  speech.say('Hello', 'en')
  speech.stop()
  expect(speech.speaking).toBe(false)
})

test('only a voice of this machine counts, and it appears when it is installed', () => {
  const target = new EventTarget()
  let voices = [{ lang: 'de-DE', localService: false }]
  const synthesis = Object.assign(target, { getVoices: () => voices, cancel: () => undefined })
  // A stand-in: no more of the interface is used before something is said.
  const speech = new Speech(synthesis as unknown as SpeechSynthesis)
  expect(speech.speaks('de')).toBe(false)
  voices = [...voices, { lang: 'de_DE', localService: true }]
  target.dispatchEvent(new Event('voiceschanged'))
  expect(speech.speaks('de-AT')).toBe(true)
  expect(speech.speaks('fi')).toBe(false)
})

test('reads what a person would read, as sentences', () => {
  const root = document.createElement('main')
  const add = (name: string, text: string, parent: Element = root): Element => {
    const element = document.createElement(name)
    element.textContent = text
    parent.append(element)
    return element
  }
  add('h1', 'How would you like\n  to talk to us?')
  add('span', 'unseen', add('p', 'Open until 20:00')).setAttribute('aria-hidden', 'true')
  add('button', 'Chat')
  expect(readable(root)).toBe('How would you like to talk to us?\nOpen until 20:00.\nChat.')
})

test('speaks in a voice of the language, and reports the end', () => {
  class Utterance {
    voice: unknown
    lang = ''
    onend: () => void = () => undefined
    readonly text: string
    constructor(text: string) {
      this.text = text
    }
  }
  vi.stubGlobal('SpeechSynthesisUtterance', Utterance)
  const said: Utterance[] = []
  const synthesis = Object.assign(new EventTarget(), {
    getVoices: () => [
      { lang: 'de-DE', localService: true },
      { lang: 'de-AT', localService: true },
    ],
    cancel: vi.fn(),
    speak: (utterance: Utterance) => void said.push(utterance),
  })
  const speech = new Speech(synthesis as unknown as SpeechSynthesis)
  speech.say('Guten Tag.', 'de-AT')
  expect(said[0]).toMatchObject({ text: 'Guten Tag.', lang: 'de-AT' })
  expect(speech.speaking).toBe(true)
  said[0]?.onend()
  expect(speech.speaking).toBe(false)
  speech.say('Hello.', 'en')
  expect(said).toHaveLength(1)
  vi.unstubAllGlobals()
})
