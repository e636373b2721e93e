import type { ReadLink, Reading } from './paste-reading.ts'

/**
 * What the browser shows of the document that it holds. It runs in the page and so reaches nothing
 * outside of itself. The rules by which the document is made ready stand in docs/pastes.md; each
 * has its number here.
 */
export function readPage(markers: readonly (readonly [place: number, marker: string])[]): Reading {
  const elements = [...document.querySelectorAll<HTMLElement>('*')]
  const { body } = document
  const numbers = new Set<Text>()

  // Rule 2: what can be unfolded is unfolded.
  for (const details of document.querySelectorAll('details')) details.open = true
  // Rule 3: what can be chosen from is no text, nor what a page without scripts would say.
  for (const each of document.querySelectorAll('select, datalist, noscript')) each.remove()
  readBoxes()
  readPictures()
  dropStamps()
  numberItems()

  const seen: Text[] = []
  const unseen: Text[] = []
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  const isHiding = new Map<Element, boolean>()
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (!(node instanceof Text) || node.data.trim() === '') continue
    if (numbers.has(node) || isSeen(node)) seen.push(node)
    else unseen.push(node)
  }
  // Rule 13: which sign stands for a letter of a symbol font is left to the tests of that table.
  for (const node of seen) if (isSymbol(node)) node.data = node.data.replace(/\S/gu, '\ufdd1')
  const { strong, emphasis } = readEmphasis()
  const links = readLinks()
  // Rule 6: what nobody sees is not read.
  for (const node of unseen) node.remove()
  return { text: body.innerText, links, strong, emphasis }

  /** Rule 1: what can be ticked is read as a sign of its state; the gap behind it may be any. */
  function readBoxes(): void {
    for (const box of document.querySelectorAll('input')) {
      const signs = { checkbox: '\u2610\u2611', radio: '\u25cb\u25c9' }[box.type]
      if (signs !== undefined && box.checkVisibility({ visibilityProperty: true })) {
        box.before(`${signs[box.checked ? 1 : 0] ?? ''}\ufdd2`)
      }
    }
  }

  /** Rule 4: a picture is read as its alternative text, however small the letters around it are. */
  function readPictures(): void {
    for (const picture of document.querySelectorAll('img')) {
      if (picture.alt.trim() !== '' && picture.checkVisibility({ visibilityProperty: true })) {
        const { opacity, fontWeight, fontStyle } = getComputedStyle(picture)
        const words = document.createElement('span')
        words.style.cssText = `font: ${fontStyle} ${fontWeight} medium serif; opacity: ${opacity}`
        words.append(picture.alt)
        picture.before(words)
      }
      picture.remove()
    }
  }

  /** Rule 5: the centre's own date and time before a message. */
  function dropStamps(): void {
    for (const each of document.querySelectorAll<HTMLElement>('[contenteditable=false i]')) {
      const before = document.createRange()
      before.setStart(body, 0)
      before.setEndBefore(each)
      const isFirst = before.toString().replace(/[\s,]+/gu, '') === ''
      const isStamp =
        /^\s*(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?)\s*$/iu
      if (!isFirst || each.tabIndex !== -1 || !isStamp.test(each.textContent)) continue
      const next = each.nextSibling
      if (next instanceof Text) next.data = next.data.replace(/^[\s,]+/u, '')
      each.remove()
    }
  }

  /** Rule 7: the number of an item stands before its text. */
  function numberItems(): void {
    for (const [place, marker] of markers) {
      const item = elements[place]
      if (!item?.isConnected) continue
      const number = document.createTextNode(`\ufdd0${marker}\ufdd0`)
      numbers.add(number)
      const inside = document.createTreeWalker(item, NodeFilter.SHOW_TEXT)
      let first = inside.nextNode()
      while (first instanceof Text && first.data.trim() === '') first = inside.nextNode()
      if (first instanceof Text && first.parentElement?.closest('li') === item) first.before(number)
      else item.prepend(number)
    }
  }

  function isSeen(node: Text): boolean {
    const parent = node.parentElement
    if (parent === null) return false
    const { visibility, fontSize } = getComputedStyle(parent)
    if (visibility !== 'visible' || Number.parseFloat(fontSize) < 2) return false
    for (let each: Element | null = parent; each !== null; each = each.parentElement) {
      let hides = isHiding.get(each)
      if (hides === undefined) {
        hides = hidesAll(each)
        isHiding.set(each, hides)
      }
      if (hides) return false
    }
    const range = document.createRange()
    range.selectNodeContents(node)
    return [...range.getClientRects()].some(({ right, bottom }) => right > -500 && bottom > -500)
  }

  function isSymbol({ parentElement }: Text): boolean {
    const families = parentElement === null ? '' : getComputedStyle(parentElement).fontFamily
    return /^["']?(?:symbol|webdings|wingdings(?: [23])?)["']?(?:,|$)/iu.test(families)
  }

  function hidesAll(element: Element): boolean {
    const { opacity, overflowX, overflowY, display } = getComputedStyle(element)
    if (display === 'none' || Number(opacity) === 0) return true
    if (display === 'inline' || display === 'contents') return false
    const { width, height } = element.getBoundingClientRect()
    const isClipped = (overflow: string): boolean => overflow !== 'visible' && overflow !== 'auto'
    return (isClipped(overflowX) && width < 2) || (isClipped(overflowY) && height < 2)
  }

  function readEmphasis(): { strong: string; emphasis: string } {
    let [bold, slanted] = ['', '']
    for (const node of seen) {
      if (numbers.has(node) || node.parentElement === null) continue
      const { fontWeight, fontStyle } = getComputedStyle(node.parentElement)
      const letters = node.data.replace(/\s+/gu, '')
      if (Number(fontWeight) >= 600) bold += letters
      if (fontStyle !== 'normal') slanted += letters
    }
    return { strong: bold, emphasis: slanted }
  }

  /** In the order of their words: a link may stand in another one, around a table. */
  function readLinks(): readonly ReadLink[] {
    const found: { link: Element; url: string; words: string }[] = []
    for (const node of seen) {
      const link = numbers.has(node) ? undefined : node.parentElement?.closest('a[href]')
      if (!(link instanceof HTMLAnchorElement)) continue
      const last = found.at(-1)
      if (last?.link === link) last.words += node.data
      else found.push({ link, url: link.href, words: node.data })
    }
    return found.map(({ url, words }) => ({ url, words }))
  }
}
