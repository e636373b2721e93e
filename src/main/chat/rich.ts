import { Tokenizer, TokenizerMode, type Token } from 'parse5'
import type { Rich } from '../../contract/rich.ts'
import { createRichBuilder, type RichBuilder } from './rich-builder.ts'
import { clip } from './safe-text.ts'
import {
  BLOCKS,
  CELLS,
  DROPPED,
  hrefOf,
  isHidden,
  isLocked,
  MARKUP,
  PARAGRAPHS,
  RAW_TEXT,
  VOID,
} from './rich-tags.ts'
import type { UrlPolicy } from '../viewer/url-policy.ts'

/** Longer messages are cut: agents write hundreds of characters, their markup a few thousand. */
export const MAX_MARKUP = 60_000
const MAX_OPEN = 256
/** `07/01/2020`, `11:19 AM`, `2020-01-07`, `7.1.2020`. */
// No backtracking: at most 24 characters of one class
const STAMP = /^(?=.*\d)[\d\s./:,\-\u2013]{3,24}(?:[ap]\.?m\.?)?\s*$/iu

/**
 * The centre's HTML as data (C23). parse5's tokenizer reads it by the rules of the HTML standard
 * (entities, comments, raw text); the tree is our own. parse5's tree builder is left out on
 * purpose: by the standard's rule of reopened formatting elements, 60 kB of unclosed tags grow into
 * millions of nodes, and nothing of what it repairs survives in a tree of text anyway.
 *
 * The sample of the guide puts the server's date and time in front of an agent's message as spans
 * that the agent's editor protects (`contentEditable=false tabIndex=-1`). The customer does not
 * want them: the day and month are ambiguous, the clock is the server's, and each bubble carries
 * this device's time. So protected spans at the very start that hold nothing but a date or a time
 * are left out, with the comma behind them. Nothing else is ever cut, and unprotected text never.
 */
export function parseRich(markup: string, policy: UrlPolicy): Rich {
  const text = clip(markup, MAX_MARKUP)
  const rich = read(text, policy, true)
  return rich.length > 0 ? rich : read(text, policy, false)
}

interface Open {
  readonly tag: string
  /** Ends what the element began. */
  readonly close?: () => void
  /** A list, an item, a quote or a cell: inline end tags do not reach through it. */
  readonly wall: boolean
}

function read(markup: string, policy: UrlPolicy, dropStamps: boolean): Rich {
  const builder = createRichBuilder(policy)
  const reader = createReader(builder, !MARKUP.test(markup), dropStamps)
  const tokenizer = new Tokenizer({}, reader.handler)
  reader.attach(tokenizer)
  tokenizer.write(markup, true)
  return builder.finish()
}

function createReader(
  builder: RichBuilder,
  plain: boolean,
  dropStamps: boolean,
): {
  readonly handler: ConstructorParameters<typeof Tokenizer>[1]
  attach(tokenizer: Tokenizer): void
} {
  const stack: Open[] = []
  let tokenizer: Tokenizer | undefined
  let buffer = ''
  let hidden = 0
  let pre: string | undefined
  let locked: string | undefined
  let afterStamp = false
  /** Raw text elements cannot nest: everything up to their own end tag is dropped. */
  let raw: string | undefined

  function flushText(): void {
    const text = buffer
    buffer = ''
    if (text === '' || hidden > 0 || raw !== undefined) return
    if (pre !== undefined) pre += text
    else if (locked !== undefined) locked += text
    else if (afterStamp && builder.empty) builder.text(text.replace(/^[\s\u00a0,]+/u, ''), plain)
    else builder.text(text, plain)
  }

  function closeAt(at: number): void {
    while (stack.length > at) stack.pop()?.close?.()
  }

  function open(tag: string, attrs: readonly Token.Attribute[]): void {
    const closers: (() => void)[] = []
    let wall = false
    if (tag === 'p' && stack[stack.length - 1]?.tag === 'p') closeAt(stack.length - 1)
    if (isHidden(attrs) || DROPPED.has(tag)) {
      hidden += 1
      closers.push(() => (hidden -= 1))
    }
    if (hidden === 0) {
      if (PARAGRAPHS.has(tag)) builder.newParagraph()
      else if (BLOCKS.has(tag)) builder.newLine()
      else if (CELLS.has(tag)) builder.space()
      if (/^(?:b|strong|th|h[1-6])$/u.test(tag)) {
        builder.strong += 1
        closers.push(() => (builder.strong -= 1))
      } else if (/^(?:i|em|cite|dfn|var)$/u.test(tag)) {
        builder.emphasis += 1
        closers.push(() => (builder.emphasis -= 1))
      } else if (tag === 'a') {
        const before = builder.link
        builder.link = { kind: 'link', href: hrefOf(attrs) }
        closers.push(() => (builder.link = before))
      } else if (/^(?:ul|ol|menu|li|blockquote)$/u.test(tag)) {
        const kind = { ol: 'ordered', li: 'item', blockquote: 'quote' }[tag] ?? 'list'
        if (tag === 'li') closeItem()
        const handle = builder.open(
          kind === 'ordered' || kind === 'item' || kind === 'quote' ? kind : 'list',
        )
        closers.push(() => {
          builder.close(handle)
        })
        wall = true
      } else if (tag === 'pre' && pre === undefined) {
        pre = ''
        closers.push(() => {
          const text = pre ?? ''
          pre = undefined
          builder.code(text)
        })
      } else if (dropStamps && locked === undefined && builder.empty && isLocked(attrs)) {
        locked = ''
        closers.push(endLocked)
      }
      const after = PARAGRAPHS.has(tag) ? 'newParagraph' : BLOCKS.has(tag) ? 'newLine' : undefined
      if (after !== undefined) {
        closers.push(() => {
          builder[after]()
        })
      }
      wall ||= CELLS.has(tag) || tag === 'table'
    }
    const close = (): void => {
      for (const each of closers) each()
    }
    if (stack.length < MAX_OPEN)
      stack.push(closers.length > 0 ? { tag, close, wall } : { tag, wall })
    else close()
  }

  function closeItem(): void {
    for (let at = stack.length - 1; at >= 0; at -= 1) {
      const tag = stack[at]?.tag
      if (tag === 'ul' || tag === 'ol' || tag === 'menu') return
      if (tag === 'li') {
        closeAt(at)
        return
      }
    }
  }

  function endLocked(): void {
    const text = locked ?? ''
    locked = undefined
    if (STAMP.test(text)) afterStamp = true
    else builder.text(text, plain)
  }

  function end(tag: string): void {
    let at = stack.length - 1
    while (at >= 0 && stack[at]?.tag !== tag) at -= 1
    if (at < 0) {
      if (tag === 'p') builder.newParagraph()
      else if (tag === 'br') builder.lineBreak()
      return
    }
    const inline = !(PARAGRAPHS.has(tag) || BLOCKS.has(tag) || CELLS.has(tag) || stack[at]?.wall)
    if (inline && stack.slice(at + 1).some((each) => each.wall)) {
      stack.splice(at, 1)[0]?.close?.()
    } else {
      closeAt(at)
    }
  }

  const character = (token: Token.CharacterToken): void => {
    buffer += token.chars
  }
  return {
    attach(value) {
      tokenizer = value
    },
    handler: {
      onComment: flushText,
      onDoctype: flushText,
      onCharacter: character,
      onWhitespaceCharacter: character,
      onNullCharacter: () => undefined,
      onStartTag({ tagName: tag, attrs, selfClosing }) {
        flushText()
        if (RAW_TEXT.has(tag)) {
          raw = tag
          if (tokenizer)
            tokenizer.state =
              tag === 'title' || tag === 'textarea' ? TokenizerMode.RCDATA : TokenizerMode.RAWTEXT
        } else if (tag === 'br') {
          if (pre !== undefined && hidden === 0) pre += '\n'
          else if (hidden === 0) builder.lineBreak()
        } else if (tag === 'hr') {
          if (hidden === 0) builder.newParagraph()
        } else if (tag === 'img') {
          const alt = attrs.find((each) => each.name === 'alt')?.value ?? ''
          buffer += isHidden(attrs) ? '' : clip(alt, 100)
        } else if (!VOID.has(tag) && !(selfClosing && DROPPED.has(tag))) {
          open(tag, attrs)
        }
      },
      onEndTag({ tagName: tag }) {
        flushText()
        if (raw !== undefined) raw = undefined
        else end(tag)
      },
      onEof() {
        flushText()
        closeAt(0)
      },
    },
  }
}
