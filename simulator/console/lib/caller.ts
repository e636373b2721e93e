/** Who calls, as the agent reads it: the main thing first, the rest in one line. */
export interface Caller {
  readonly name: string
  /** What else is known, without what `name` says; may be empty. */
  readonly detail: string
}

/** What an INVITE tells of its caller. */
export interface Invite {
  /** As it stands in From, without the quotation marks around it; undefined where there is none, whatever sip.js says. */
  readonly displayName: string | undefined
  readonly user: string
  header(name: string): string | undefined
}

/** Shop, then kiosk. */
export const placeOf = (store: string, kiosk: string): string =>
  [store, kiosk]
    .map((part) => part.trim())
    .filter((part, at, all) => part !== '' && all.indexOf(part) === at)
    .join(', ')

/** RFC 3261, 25.1: in a quoted string a backslash makes the next character stand for itself. */
const unquoted = (text: string): string => text.replace(/\\(.)/gsu, '$1').trim()

/** Named by shop and kiosk where the INVITE tells them, else by its display name, else its user. */
export const callerOf = ({ displayName, user, header }: Invite): Caller => {
  const of = (name: string): string => (header(`X-Callpoint-${name}`) ?? '').trim()
  const shown = unquoted(displayName ?? '')
  const place = placeOf(of('Store'), of('Kiosk'))
  const name = place || shown || user
  const rest = [of('Name'), of('Number'), ...(place === '' ? [] : [shown])]
  const detail = rest.filter(
    (part, at, all) => part !== '' && part !== name && all.indexOf(part) === at,
  )
  return { name, detail: detail.join(', ') }
}
