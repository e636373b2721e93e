/** What somebody reads of a paste, in a form that both readers can give. */
export interface Reading {
  /** Lines end with `\n`, cells with `\t`. What stands before an item is enclosed in `MARKER`. */
  readonly text: string
  readonly links: readonly ReadLink[]
  /**
   * The letters that are bold, in their order; enclosed in `MARKER` the headings, which the app
   * draws bold whatever the paste says.
   */
  readonly strong: string
  /** The letters that are slanted. */
  readonly emphasis: string
}

export interface ReadLink {
  readonly url: string
  readonly words: string
}

/** Characters that no paste holds: around what stands before an item; any one letter; any gap. */
export const MARKER = '\ufdd0'
export const ANY_LETTER = '\ufdd1'
export const ANY_GAP = '\ufdd2'
