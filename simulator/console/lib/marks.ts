/** A text field's content and what is selected in it. */
export interface Editing {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Puts a mark around what is selected, or takes it away where it is there already. */
export const toggleMark = ({ text, start, end }: Editing, mark: '**' | '*'): Editing => {
  const size = mark.length
  const before = text.slice(start - size, start)
  const after = text.slice(end, end + size)
  const double = mark === '*' && text.slice(start - 2, start) === '**'
  if (before === mark && after === mark && !double) {
    return {
      text: text.slice(0, start - size) + text.slice(start, end) + text.slice(end + size),
      start: start - size,
      end: end - size,
    }
  }
  return {
    text: text.slice(0, start) + mark + text.slice(start, end) + mark + text.slice(end),
    start: start + size,
    end: end + size,
  }
}

/** Makes the selected lines items of a list, or plain lines again where all of them are items. */
export const toggleList = ({ text, start, end }: Editing): Editing => {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const next = text.indexOf('\n', end)
  const to = next < 0 ? text.length : next
  const lines = text.slice(from, to).split('\n')
  const all = lines.every((line) => line.startsWith('- '))
  const changed = lines.map((line) => (all ? line.slice(2) : `- ${line.replace(/^- /, '')}`))
  const middle = changed.join('\n')
  return {
    text: text.slice(0, from) + middle + text.slice(to),
    start: from + middle.length,
    end: from + middle.length,
  }
}

/** Makes what is selected a link; without a selection the address is its own text. */
export const insertLink = ({ text, start, end }: Editing, address: string): Editing => {
  const label = text.slice(start, end)
  const link = label === '' ? address : `[${label}](${address})`
  const place = start + link.length
  return { text: text.slice(0, start) + link + text.slice(end), start: place, end: place }
}

/** A line break; in a list the next item, and out of it from an empty one. */
export const breakLine = ({ text, start, end }: Editing): Editing => {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const line = text.slice(from, start)
  if (line === '- ') {
    return { text: text.slice(0, from) + text.slice(end), start: from, end: from }
  }
  const added = line.startsWith('- ') ? '\n- ' : '\n'
  const place = start + added.length
  return { text: text.slice(0, start) + added + text.slice(end), start: place, end: place }
}
