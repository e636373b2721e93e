import type { Browser, CDPSession, Page } from '@playwright/test'
import { markupForBrowser, namesIn } from './paste-markup.ts'
import type { Reading } from './paste-reading.ts'
import { readPage } from './paste-page.ts'

/** A browser that reads pastes, without scripts and without a network. */
export interface PasteBrowser {
  read(html: string): Promise<Reading>
  close(): Promise<void>
}

/** Where the paste seems to come from: what leads there is an address without a host. */
export const PAGE = 'http://paste.invalid/'
const NOTHING_RUNS = "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'"

/** Opens a page whose every request but that for the paste itself is refused. */
export async function openPasteBrowser(browser: Browser): Promise<PasteBrowser> {
  const context = await browser.newContext({ javaScriptEnabled: false })
  let body = ''
  await context.route('**/*', (route) =>
    route.request().url() === PAGE
      ? route.fulfill({
          body,
          contentType: 'text/html; charset=utf-8',
          headers: { 'content-security-policy': NOTHING_RUNS },
        })
      : route.abort(),
  )
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const elements = new Map<string, boolean>()

  async function prepared(html: string): Promise<string> {
    const names = namesIn(html).filter((name) => !elements.has(name))
    const known = new Set(await page.evaluate(elementsAmong, names))
    for (const name of names) elements.set(name, known.has(name))
    return markupForBrowser(html, (name) => elements.get(name) === true)
  }

  return {
    async read(html) {
      body = await prepared(html)
      await page.goto(PAGE, { waitUntil: 'domcontentloaded' })
      return await page.evaluate(readPage, await markersOf(session, page))
    },
    close: () => context.close(),
  }
}

/** Which of these names the browser knows an element by; runs in the page. */
function elementsAmong(names: readonly string[]): readonly string[] {
  return names.filter((name) => {
    const isName = /^[a-z][a-z0-9]*$/u.test(name)
    return isName && !(document.createElement(name) instanceof HTMLUnknownElement)
  })
}

/** The markers of list items as they are drawn, each with the place of its element in the document. */
async function markersOf(
  session: CDPSession,
  page: Page,
): Promise<readonly (readonly [place: number, marker: string])[]> {
  const { documents, strings } = await session.send('DOMSnapshot.captureSnapshot', {
    computedStyles: [],
  })
  const [first] = documents
  if (!first) return []
  const { nodeName = [], nodeType = [], parentIndex = [], shadowRootType, pseudoType } = first.nodes
  const markers = new Set<number>()
  const pseudo = new Set(pseudoType?.index)
  pseudoType?.index.forEach((node, at) => {
    if (strings[pseudoType.value[at] ?? -1] === 'marker') markers.add(node)
  })
  const shadows = new Set(shadowRootType?.index)
  const places = new Map<number, number>()
  for (let node = 0; node < nodeName.length; node += 1) {
    const parent = parentIndex[node] ?? -1
    if (shadows.has(parent)) shadows.add(node)
    else if (nodeType[node] === 1 && !pseudo.has(node)) places.set(node, places.size)
  }
  const elements = await page.evaluate(() => document.querySelectorAll('*').length)
  if (elements !== places.size) {
    throw new Error(`${String(places.size)} elements in the picture of ${String(elements)}`)
  }
  return first.layout.nodeIndex.flatMap((node, at): (readonly [number, string])[] => {
    const text = strings[first.layout.text[at] ?? -1]?.trim() ?? ''
    const place = places.get(parentIndex[node] ?? -1)
    return markers.has(node) && text !== '' && place !== undefined ? [[place, text]] : []
  })
}
