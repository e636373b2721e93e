import type { Verdict } from '../../contract/staff.ts'
import { ofProxy } from '../platform/net-codes.ts'
import type { Sentence, WordKey, Words } from '../platform/words.ts'
import type { Facts, Lately, Reached } from './facts.ts'

/** Adds one finding: its id, its verdict, its words, and what is put into them. */
export type Add = (
  id: string,
  verdict: Verdict,
  key: WordKey,
  more?: {
    readonly values?: Parameters<Words>[1]
    /** A sentence where it has words of its own to put in. */
    readonly advice?: WordKey | Sentence
    readonly value?: string
  },
) => void

/** The contact centre, what a proxy wants, and what was answered to customers. */
export function addNetwork(facts: Facts, add: Add): void {
  const { cause, values = {}, tookMs = 0 } = facts.centre
  if (cause === 'well') add('centre', 'well', 'doctor.centre.well', { value: `${tookMs} ms` })
  else {
    // The authority of a private certificate: the line to type is Linux's own.
    const isLinux = facts.machine.system.platform === 'linux'
    const advice = cause === 'authority' && isLinux ? 'authorityLinux' : cause
    add('centre', 'mend', `doctor.centre.${cause}`, {
      values,
      advice: `doctor.centre.${advice}Do`,
      ...(values['code'] === undefined ? {} : { value: values['code'] }),
    })
  }
  addProxy(facts, add)
  if (facts.refusedLanguages.length > 0) {
    const names = { names: facts.refusedLanguages.join(', ') }
    add('languages', 'mend', 'doctor.languages.refused', {
      values: names,
      advice: 'doctor.languages.refusedDo',
    })
  }
  for (const what of facts.lately) {
    add(`lately-${what}`, 'mend', LATELY[what], { advice: 'doctor.lately.do' })
  }
}

const LATELY = {
  queryContents: 'doctor.lately.queryContents',
  addContent: 'doctor.lately.addContent',
  createCallback: 'doctor.lately.createCallback',
} as const satisfies Record<Lately, WordKey>

function addProxy({ proxy, centre }: Facts, add: Add): void {
  if (proxy === undefined) return
  const values = { proxy: proxy.proxy }
  if (proxy.outcome === 'given') {
    add('proxy', 'well', 'doctor.proxy.well', { value: proxy.proxy })
    return
  }
  // The centre's own finding has said so.
  if (centre.cause.startsWith('proxy')) return
  const key = { refused: 'proxyRefuses', other: 'proxyOther', none: 'proxyAsks' } as const
  const cause = key[proxy.outcome]
  add('proxy', 'mend', `doctor.centre.${cause}`, { values, advice: `doctor.centre.${cause}Do` })
}

/** Which ways are open, and why one is not. */
export function addChannels({ channels }: Facts, add: Add, words: Words): void {
  for (const { channel, state, reason } of channels) {
    const values = { channel: words(`desktop.${channel}`) }
    if (state !== 'unavailable') {
      add(channel, 'well', `doctor.channel.${state}`, { values })
      continue
    }
    // 403 and the 503s of sessions and availability (C11) say what is to be done; the rest is the centre's.
    const key = CHANNEL_KEYS[reason ?? 'trouble']
    add(channel, 'mend', `doctor.channel.${key}`, { values, advice: `doctor.channel.${key}Do` })
  }
}

const CHANNEL_KEYS = {
  full: 'full',
  disabled: 'disabled',
  'not-licensed': 'unlicensed',
  unreachable: 'unavailable',
  trouble: 'unavailable',
} as const

/** The SIP server and the relays of calls. */
export function addCallServers(facts: Facts, add: Add): void {
  const { sip, relays } = facts
  if (sip === undefined) add('sip', 'well', 'doctor.sip.off')
  else if (sip.ok) add('sip', 'well', 'doctor.sip.well', { value: `${sip.tookMs} ms` })
  else {
    const key = sipKey(sip.code ?? '?')
    const isLinux = facts.machine.system.platform === 'linux'
    const advice = key === 'authority' && isLinux ? 'authorityLinux' : key
    const values = { code: sip.code ?? '?' }
    add('sip', 'mend', `doctor.sip.${key}`, { values, advice: `doctor.sip.${advice}Do` })
  }

  const failed = relays.filter(({ reached }) => !reached.ok)
  if (relays.length === 0) add('turn', 'well', 'doctor.turn.off')
  else if (failed.length === 0) {
    const slowest = Math.max(...relays.map(({ reached }) => reached.tookMs))
    add('turn', 'well', 'doctor.turn.well', { value: `${slowest} ms` })
  } else {
    for (const key of ['noSecret', 'credentials', 'authority', 'failed'] as const) {
      const those = failed.filter(({ reached }) => relayKey(reached) === key)
      if (those.length === 0) continue
      const which = those.map(({ address }) => address).join(', ')
      const code = those[0]?.reached.code ?? '?'
      add('turn', 'mend', `doctor.turn.${key}`, {
        values: { which, code },
        advice: `doctor.turn.${key}Do`,
      })
    }
  }
}

function sipKey(code: string): 'failed' | 'noSip' | 'authority' | 'certificate' | 'proxy' | 'port' {
  if (code === 'net::ERR_UNSAFE_PORT') return 'port'
  if (code === 'net::ERR_CERT_AUTHORITY_INVALID') return 'authority'
  if (/ERR_CERT_|PINNED/u.test(code)) return 'certificate'
  if (ofProxy(code) || code === 'HTTP 407') return 'proxy'
  return code === 'no-sip' || code.startsWith('HTTP ') ? 'noSip' : 'failed'
}

function relayKey({ code = '' }: Reached): 'noSecret' | 'credentials' | 'authority' | 'failed' {
  if (code === 'no-secret') return 'noSecret'
  if (code === 'credentials') return 'credentials'
  return /ERR_CERT_|PINNED/u.test(code) ? 'authority' : 'failed'
}
