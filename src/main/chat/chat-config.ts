import type { Policy } from '../settings/policy.ts'
import { consentData } from '../visit/consent.ts'
import { chatDefaults, type ChatConfig } from './config.ts'

/** What the policy says to the chat. */
export function chatConfigOf(
  policy: Policy,
  appVersion: string,
  country: () => string,
): ChatConfig {
  const { centre, chat, pages, site } = policy
  const isKiosk = policy.mode === 'kiosk'
  return {
    ...chatDefaults,
    topics: chat.topics.map(({ key }) => key),
    messageCharacters: chat.messageCharacters,
    askConsent: chat.askConsent,
    consentData: (at) => consentData(policy, at),
    priority: chat.priority,
    source: chat.source || site.kiosk || 'callpoint',
    ...(site.kiosk === '' ? {} : { kiosk: site.kiosk }),
    ...(site.store === '' ? {} : { store: site.store }),
    appVersion,
    languageNames: centre.languageNames,
    defaultLanguageName: centre.defaultLanguageName,
    url: {
      ...chatDefaults.url,
      viewHosts: pages.viewer ? pages.hosts : [],
      linkHosts: pages.linkHosts,
      privateHosts: pages.privateHosts,
    },
    polling: {
      ...chatDefaults.polling,
      mode: chat.adaptivePolling ? 'adaptive' : 'fixed',
      fixedMs: chat.pollSeconds * 1000,
    },
    outbox: {
      ...chatDefaults.outbox,
      echo: centre.compat.echo,
      settleMs: centre.requestTimeoutSeconds * 1000,
    },
    guard: chat.guard,
    offerCallbackAfterSeconds: chat.offerCallbackAfterSeconds,
    resumeBy: isKiosk ? 'same-boot' : 'wall-clock',
    resumeWithinMs: (isKiosk ? policy.visit : policy.desktop).resumeSeconds * 1000,
    stripPlus: centre.compat.stripPlus,
    country,
    allow: policy.callback.allow,
  }
}
