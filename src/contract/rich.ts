/**
 * A message of the contact centre as data (C23): main reads its HTML into this tree, the renderer
 * draws it with components. Nothing in it can carry a style, an attribute, an image or a script.
 * `docs/rich-text.md` says for each element of HTML what becomes of it.
 */
export type Rich = readonly Block[]

/** Markup's own direction, or that of the first strong character; absent where there is neither. */
export type Direction = 'ltr' | 'rtl'

export type Block =
  | {
      readonly kind: 'paragraph'
      readonly direction?: Direction
      /** Text that stands directly in a table cell or item: it ends no line by itself. */
      readonly bare?: true
      /** Stands directly below what is before it: no empty line is between. */
      readonly tight?: true
      /** White space is as it shall be shown: consumers keep it. */
      readonly children: readonly Inline[]
    }
  | {
      readonly kind: 'heading'
      readonly level: 1 | 2 | 3 | 4 | 5 | 6
      readonly direction?: Direction
      readonly children: readonly Inline[]
    }
  /** Text whose line ends and blanks count (`pre`). */
  | {
      readonly kind: 'code'
      readonly direction?: Direction
      readonly children: readonly Inline[]
    }
  | {
      readonly kind: 'list'
      readonly ordered: boolean
      readonly direction?: Direction
      readonly items: readonly ListItem[]
    }
  | Table
  | { readonly kind: 'quote'; readonly direction?: Direction; readonly children: Rich }
  /** Set in from the side: a definition, or a quotation element that is used for its margin. */
  | { readonly kind: 'indent'; readonly direction?: Direction; readonly children: Rich }
  | { readonly kind: 'rule' }
  /** The message was longer than what is shown. */
  | { readonly kind: 'cut' }

export interface ListItem {
  /** What stands before the item as text: `4.`, `iv.`, `•`, `☑`; empty where the list has none. */
  readonly marker: string
  /** The number of an item of an ordered list. */
  readonly value?: number
  readonly body: Rich
}

/** A grid: each row has a cell for each column, except where a cell of this row or above spans it. */
export interface Table {
  readonly kind: 'table'
  readonly direction?: Direction
  readonly caption: readonly Inline[]
  readonly columns: number
  /** So many rows at the top name the columns. */
  readonly headRows: number
  readonly rows: readonly (readonly Cell[])[]
}

export interface Cell {
  /** First column, from 0. */
  readonly at: number
  /** How many columns and rows it spans; at least 1. */
  readonly columns: number
  readonly rows: number
  /** Names a column or a row. */
  readonly head: boolean
  /** Numbers are set at the end of their column. */
  readonly align?: 'center' | 'end'
  /** Empty where the cell is. */
  readonly body: Rich
}

/** A meaning of a piece of text that needs nothing but its name. */
export type Mark =
  | 'strong'
  | 'emphasis'
  | 'underlined'
  | 'struck'
  | 'inserted'
  | 'deleted'
  | 'highlighted'
  | 'small'
  | 'raised'
  | 'lowered'
  | 'code'
  | 'keyboard'
  | 'quoted'

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: Mark; readonly children: readonly Inline[] }
  | {
      readonly kind: 'abbreviation'
      /** What it stands for. */
      readonly title: string
      readonly children: readonly Inline[]
    }
  | {
      readonly kind: 'ruby'
      /** The reading that stands above. */
      readonly above: string
      readonly children: readonly Inline[]
    }
  /** Runs in a direction of its own, and does not disturb what stands around it. */
  | {
      readonly kind: 'isolated'
      readonly direction?: Direction
      readonly children: readonly Inline[]
    }
  /** A picture that is not shown; `text` is what it says instead, or empty. */
  | { readonly kind: 'picture'; readonly text: string }
  | { readonly kind: 'link'; readonly page: PageRef; readonly children: readonly Inline[] }
  /** A link to something else than a page; `target` is the number, address or place it leads to. */
  | { readonly kind: 'contact'; readonly target: string; readonly children: readonly Inline[] }
  /**
   * A link that was left out to keep the customer safe; its words stay. `host` is where it leads,
   * where its words name another site; without, the policy lets nobody go there.
   */
  | { readonly kind: 'refused'; readonly host?: string; readonly children: readonly Inline[] }

/**
 * A web address that passed the URL policy. `host` is what the customer sees: in its own letters,
 * or as punycode where these may pass for others.
 */
export interface PageRef {
  readonly url: string
  readonly host: string
  /** True where the policy lets it open in the safe viewer; else only as a QR code to take along. */
  readonly viewable: boolean
}
