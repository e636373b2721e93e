export interface PickerOption {
  readonly value: string
  readonly label: string
  /** Stands apart at the end of the line, always left to right: a calling code. */
  readonly code?: string | undefined
  /** Further words under which it is found. */
  readonly words?: string | undefined
}

/** Text as it is compared in a search: no case, no accents, no plus sign or blanks at its ends. */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^[\s+]+|\s+$/gu, '')
}

/** The options that a search finds: those that begin with it come first, then those that hold it. */
export function found(options: readonly PickerOption[], search: string): readonly PickerOption[] {
  const wanted = folded(search)
  if (wanted === '') return options
  const ranked = options.map((option) => ({ option, rank: rankOf(option, wanted) }))
  return [0, 1, 2].flatMap((rank) =>
    ranked.filter((each) => each.rank === rank).map(({ option }) => option),
  )
}

/** 0 where the name or the code begins with it, 1 where one of its words does, 2 where it holds it, 3 elsewhere. */
function rankOf({ label, code = '', words = '' }: PickerOption, wanted: string): number {
  const name = folded(label)
  const others = folded(words).split(/\s+/u)
  if (name.startsWith(wanted) || folded(code).startsWith(wanted)) return 0
  if ([...name.split(/[\s-]+/u), ...others].some((word) => word.startsWith(wanted))) return 1
  return name.includes(wanted) ? 2 : 3
}
