/**
 * A message of the contact centre as data (C23): main parses its HTML into this tree, the renderer
 * draws it with components. Nothing in it can carry a style, an attribute, an image or a script.
 */
export type Rich = readonly Block[]

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Rich[] }
  | { readonly kind: 'quote'; readonly children: Rich }
  | { readonly kind: 'code'; readonly text: string }

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly children: readonly Inline[] }
  | { readonly kind: 'emphasis'; readonly children: readonly Inline[] }
  | { readonly kind: 'break' }
  | { readonly kind: 'link'; readonly page: PageRef; readonly children: readonly Inline[] }

/** A web address that passed the URL policy. `host` is what the customer sees (IDN as punycode). */
export interface PageRef {
  readonly url: string
  readonly host: string
  /** True where the policy lets it open in the safe viewer; else only as a QR code to take along. */
  readonly viewable: boolean
}
