import { forbiddenFeatures, watchPolicy } from '../../src/renderer/features/call/page-limits.ts'
import { TAG } from './attributes.ts'

const FEATURES = ['microphone', 'camera', 'display-capture']

/** What the console has said: once for each page. */
const told = new Set<string>()

/** Names on the console what the page must add so that its visitors can call. Returns a function that stops it. */
export function tellLimits(): () => void {
  const forbidden = forbiddenFeatures(FEATURES)
  if (forbidden.length > 0) {
    const policy = forbidden.map((feature) => `${feature}=(self)`).join(', ')
    tell(
      window.parent === window
        ? `may not use ${forbidden.join(', ')}: let the header Permissions-Policy say ${policy}`
        : `may not use ${forbidden.join(', ')} in this iframe: add allow="${forbidden.join('; ')}" to it, and let no header Permissions-Policy forbid it`,
    )
  }
  return watchPolicy((origin) => {
    tell(`may not connect: add ${origin} to connect-src of the page's Content-Security-Policy`)
  })
}

/** The call server is in the visitor's own network, and the browser does not let this page reach it. */
export function tellDenied(): void {
  tell(
    window.parent === window
      ? "could not reach its server: the visitor denied access to the local network, which such a server needs (the browser asks again once the visitor has reset the page's permission)"
      : 'could not reach its server: access to the local network is denied in this iframe; add allow="local-network; loopback-network" to it',
  )
}

function tell(what: string): void {
  if (told.has(what)) return
  told.add(what)
  // eslint-disable-next-line no-console -- for the page's developer: visitors are told that this page may not call
  console.error(`<${TAG}> ${what}`)
}
