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

function tell(what: string): void {
  if (told.has(what)) return
  told.add(what)
  // eslint-disable-next-line no-console -- for the page's developer: visitors are told that this page may not call
  console.error(`<${TAG}> ${what}`)
}
