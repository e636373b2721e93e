import { fromHtml, plain } from './rich.ts'
import type { Block } from './rich.ts'
import type { Chat, Content } from './views.ts'
import type { Words } from './words-en.ts'

/** Bubbles of one author in a row, or a line about what happened. */
export type Turn =
  | {
      readonly kind: 'turn'
      readonly by: 'customer' | 'me' | 'colleague'
      readonly name: string
      readonly bubbles: { readonly key: number; readonly content: readonly Block[] }[]
      at: string
    }
  | { readonly kind: 'line'; readonly key: number; readonly text: string; readonly url: string }

const blocksOf = (content: Content): readonly Block[] =>
  content.format === 'html'
    ? fromHtml(content.text)
    : [
        {
          kind: 'text',
          children: content.text
            .split(/\r?\n/)
            .flatMap((text, place) =>
              place === 0
                ? [{ kind: 'text' as const, text }]
                : [{ kind: 'break' as const }, { kind: 'text' as const, text }],
            ),
        },
      ]

/** What a content that is no message says has happened. */
export const lineOf = (content: Content, mine: boolean, words: Words): string | undefined => {
  const { name } = content.author
  switch (content.type) {
    case 'AGENT_PUSH_URL':
      return mine ? words.youPushed : words.pushedBy(name)
    case 'SYSTEM_PUSH_URL':
      return words.pushedBy(words.theSystem)
    case 'AGENT_DISCONNECT':
      return words.agentLeft(mine ? words.you : name)
    case 'CUSTOMER_DISCONNECT':
      return words.customerLeft(name)
    case 'AGENT_REQUEUE':
      return words.requeuedBy(mine ? words.you : name)
    case 'AGENT_CONFERENCE_JOIN':
      return words.joined(mine ? words.you : name)
    default:
      return undefined
  }
}

/** A chat as it is read: grouped by author, with lines for what happened in between. */
export const turnsOf = (chat: Chat, meKey: number | undefined, words: Words): readonly Turn[] => {
  const turns: Turn[] = []
  chat.contents.forEach((content, place) => {
    const mine = content.agentKey !== null && content.agentKey === meKey
    const line = lineOf(content, mine, words)
    if (line !== undefined) {
      turns.push({ kind: 'line', key: place, text: line, url: content.pushedUrl })
      return
    }
    const content_ = blocksOf(content)
    if (content_.length === 0) return
    if (content.author.kind === 'system') {
      const text = content_.flatMap((block) =>
        block.kind === 'text' ? textOf(block.children) : [],
      )
      turns.push({ kind: 'line', key: place, text: text.join(' '), url: '' })
      return
    }
    const by = content.author.kind === 'customer' ? 'customer' : mine ? 'me' : 'colleague'
    const last = turns.at(-1)
    const bubble = { key: place, content: content_ }
    if (last?.kind === 'turn' && last.by === by && last.name === content.author.name) {
      last.bubbles.push(bubble)
      last.at = content.at
    } else {
      const { name } = content.author
      turns.push({ kind: 'turn', by, name, bubbles: [bubble], at: content.at })
    }
  })
  return turns
}

const textOf = (children: (Block & { kind: 'text' })['children']): string[] =>
  children.flatMap((child) => {
    if (child.kind === 'text') return [child.text.trim()]
    return child.kind === 'break' ? [] : textOf(child.children)
  })

/** The newest of a chat in one line, as `meKey` sees it. */
export const lastLine = (chat: Chat, meKey: number | undefined, words: Words): string => {
  if (chat.customerTyping) return words.types
  const last = chat.contents.filter(({ author }) => author.kind !== 'system').at(-1)
  if (last === undefined) return chat.caption || words.nothingYet
  const number = chat.phoneNumbers.at(-1)
  if (number !== undefined && number.at > last.at) return words.sentNumber
  const mine = last.agentKey !== null && last.agentKey === meKey
  const happened = lineOf(last, mine, words)
  if (happened !== undefined) return happened.replace(/:$/, '')
  const text = last.format === 'html' ? plain(fromHtml(last.text)) : last.text
  return mine ? words.youSay(text) : text
}
