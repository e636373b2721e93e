/** A number in the form in which it goes from page to main (RFC 3966): `+49405550142;ext=12`. */
export function lineOf({
  e164,
  extension,
}: {
  readonly e164: string
  readonly extension: string
}): string {
  return extension === '' ? e164 : `${e164};ext=${extension}`
}
