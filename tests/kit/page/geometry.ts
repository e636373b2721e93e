import type { Page } from '@playwright/test'
import { settle } from './picture.ts'

/**
 * What a screen must not do, whatever its language, layout and size of text, each in a few words: a label of a control that
 * is cut or broken within a word, a sign of the comfort row that is not wholly in sight, a main button that is to be
 * scrolled for.
 */
export async function flawsOf(page: Page): Promise<readonly string[]> {
  await settle(page)
  return await page.evaluate(look)
}

/** Runs in the page. */
function look(): readonly string[] {
  const CONTROLS = 'button, label, legend, summary, a[href], [role=button], h1, h2, .headline'
  /** On its way to somewhere else by design: not read as a label. */
  const SPARE = '.visually-hidden, [aria-hidden=true].tip, .keyboard'
  const flaws: string[] = []
  const note = (what: string, text: string): void => {
    flaws.push(`${what}: ${text.replace(/\s+/gu, ' ').trim().slice(0, 60)}`)
  }
  const dialogs = [...document.querySelectorAll('dialog[open]')]
  const top = dialogs.at(-1) ?? document.body

  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true })

  /** What cuts an element's contents off, as far as it does. */
  const clipOf = (from: Element): { left: number; right: number; top: number; bottom: number } => {
    const clip = { left: 0, right: innerWidth, top: -Infinity, bottom: Infinity }
    let scrolls = false
    for (let at: Element | null = from; at !== null && at !== document.documentElement;) {
      const style = getComputedStyle(at)
      const box = at.getBoundingClientRect()
      if (/hidden|clip/u.test(style.overflowX)) {
        clip.left = Math.max(clip.left, box.left)
        clip.right = Math.min(clip.right, box.right)
      }
      // What lies below in something that scrolls is not cut by what is around that.
      scrolls ||= /auto|scroll/u.test(style.overflowY) && at.scrollHeight > at.clientHeight
      if (/hidden|clip/u.test(style.overflowY) && at !== document.body && !scrolls) {
        clip.top = Math.max(clip.top, box.top)
        clip.bottom = Math.min(clip.bottom, box.bottom)
      }
      if (style.position === 'fixed') break
      at = at.parentElement
    }
    return clip
  }

  const readWords = (text: Text, owner: Element): void => {
    const parent = text.parentElement
    if (parent === null || parent.closest(SPARE) !== null || !isSeen(parent)) return
    const { width, height } = parent.getBoundingClientRect()
    // For those who listen.
    if (width < 2 || height < 2) return
    if (parent.closest('svg, select, option, textarea') !== null) return
    const clip = clipOf(parent)
    const range = document.createRange()
    for (const { 0: word, index } of text.data.matchAll(/[^\s\u00AD\u200B‐–—\-/]+/gu)) {
      range.setStart(text, index)
      range.setEnd(text, index + word.length)
      const boxes = [...range.getClientRects()].filter(({ width }) => width > 0)
      const [first] = boxes
      if (first === undefined) continue
      // The name of a device is what its maker made it, an address what it is.
      const isName = parent.closest('.value') !== null || /\w\.\w/u.test(word)
      if (!isName && boxes.some((box) => Math.abs(box.top - first.top) > box.height / 2)) {
        note('broken', `${word} | ${owner.textContent}`)
      }
      const isCut = boxes.some(
        (box) =>
          box.left < clip.left - 1 ||
          box.right > clip.right + 1 ||
          box.top + box.height * 0.25 < clip.top ||
          box.bottom - box.height * 0.25 > clip.bottom,
      )
      if (isCut) note('cut', `${word} | ${owner.textContent}`)
    }
  }

  for (const control of top.querySelectorAll(CONTROLS)) {
    if (!isSeen(control) || control.closest(SPARE) !== null) continue
    const box = control.getBoundingClientRect()
    if (box.width < 2 || box.height < 2) continue
    const texts = document.createTreeWalker(control, NodeFilter.SHOW_TEXT)
    for (let at = texts.nextNode(); at !== null; at = texts.nextNode()) {
      if (at instanceof Text) readWords(at, control)
    }
    if (/ellipsis/u.test(getComputedStyle(control).textOverflow)) {
      if (control.scrollWidth > control.clientWidth + 1) note('cut short', control.textContent)
    }
  }

  /** Wholly in the window, and what a finger reaches there. */
  const isReached = (element: Element): boolean => {
    const { left, right, top: above, bottom, width, height } = element.getBoundingClientRect()
    if (left < -1 || right > innerWidth + 1 || above < -1 || bottom > innerHeight + 1) return false
    const places = [
      [left + width / 2, above + height / 2],
      [left + width / 2, above + 6],
      [left + width / 2, bottom - 6],
    ] as const
    return places.every(([x, y]) => {
      const hit = document.elementFromPoint(x, y)
      return hit !== null && (element.contains(hit) || hit.contains(element))
    })
  }
  const isTyping = document.documentElement.dataset['keyboard'] !== undefined
  for (const main of top.querySelectorAll('.button.primary, .stay, [part=control].end')) {
    if (!isSeen(main) || main.closest('[hidden]') !== null) continue
    if (!isReached(main) && !isTyping) note('out of sight', main.textContent)
  }
  const shown = document.querySelector('.screen')
  if (shown !== null && !isTyping) {
    const signs = [...document.querySelectorAll('section.comfort button')].filter(isSeen)
    const isModal = dialogs.length > 0
    // In a small window the talk itself has the room.
    const isWarning = top.matches('dialog[role=alertdialog]:has(.stay)')
    if (isWarning && !signs.some((sign) => top.contains(sign))) note('no comfort row', 'warning')
    if (signs.length === 0 && innerWidth >= 700) note('no comfort row', document.title)
    for (const sign of signs) {
      if ((!isModal || top.contains(sign)) && !isReached(sign))
        note('comfort out of sight', sign.textContent)
    }
  }
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth) note('scrolls sideways', String(scrollWidth - clientWidth))
  for (const dialog of dialogs) {
    const beyond = dialog.scrollWidth - dialog.clientWidth
    if (beyond > 0) note('scrolls sideways', `${String(beyond)} in ${dialog.className}`)
  }
  return [...new Set(flaws)]
}
