import { OBSERVED, TAG } from './attributes.ts'

/** What any element may carry: HTML's own, a framework's, and marks of scoped style sheets. */
const FOREIGN =
  /^(?:class|id|style|slot|part|exportparts|title|lang|dir|hidden|inert|tabindex|role|is|ref|key|nonce|popover|translate|accesskey|autofocus|draggable|spellcheck|contenteditable|enterkeyhint|inputmode|item(?:id|prop|ref|scope|type))$|^(?:on|aria-|data-|xmlns)|[^a-z0-9_-]|^_|^s-|^ng-|^v-|^x-|^jsx-|^hx-|^svelte-/u

/** Attributes that mean nothing here, each with the one that may have been meant. */
export function unknownAmong(
  names: readonly string[],
): readonly { readonly name: string; readonly meant: string | undefined }[] {
  return names
    .filter((name) => !OBSERVED.includes(name) && !FOREIGN.test(name))
    .map((name) => ({ name, meant: OBSERVED.find((known) => isNear(name, known)) }))
}

/** The same letters but for hyphens, or one letter too many, too few, another, or two in the wrong order. */
function isNear(given: string, known: string): boolean {
  const [a, b] = [given.replaceAll('-', ''), known.replaceAll('-', '')]
  if (Math.abs(a.length - b.length) > 1 || a.length < 3) return a === b
  let start = 0
  while (start < a.length && a[start] === b[start]) start += 1
  let [endA, endB] = [a.length, b.length]
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1
    endB -= 1
  }
  const [restA, restB] = [a.slice(start, endA), b.slice(start, endB)]
  const isSwapped = restA.length === 2 && restA === `${restB.charAt(1)}${restB.charAt(0)}`
  return (restA.length <= 1 && restB.length <= 1) || isSwapped
}

/** What the console has named: once for each page. */
const told = new Set<string>()

/** Names unknown attributes on the console: a wrong name would have no effect at all. */
export function tellUnknown(element: Element): void {
  for (const { name, meant } of unknownAmong(element.getAttributeNames())) {
    if (told.has(name)) continue
    told.add(name)
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`
    // eslint-disable-next-line no-console -- for the page's developer
    console.warn(`<${TAG}>: unknown attribute ${name}${hint}`)
  }
}
