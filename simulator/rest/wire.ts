import type { Switches } from '../config/switches.ts'
import type { Agent, CentreData } from '../config/data.ts'
import type { Found } from '../model/sessions.ts'
import type { Author, Content, ContentType, Session } from '../model/session.ts'
import { escapeHtml } from '../support/html.ts'

const quiet =
  'tabIndex=-1 contentEditable=false style="BACKGROUND-COLOR: #ffffff" size=2 face=Tahoma'

const formatters = new Map<string, { date: Intl.DateTimeFormat; time: Intl.DateTimeFormat }>()

const formatter = (locale: string): { date: Intl.DateTimeFormat; time: Intl.DateTimeFormat } => {
  const known = formatters.get(locale)
  if (known !== undefined) return known
  const made = {
    date: new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    }),
    time: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' }),
  }
  formatters.set(locale, made)
  return made
}

/** Date and time as the samples mark them up, in the server's locale (R128, C50). */
const stamp = (at: number, switches: Switches): string => {
  const { date, time } = formatter(switches.serverLocale)
  return `<FONT ${quiet}>${date.format(at)}</FONT>, <FONT ${quiet}>${time.format(at)}</FONT>`
}

const isAgent = (author: Author): author is Agent => typeof author === 'object'

const agentMarkup = (content: Content, switches: Switches): string => {
  switch (switches.agentMarkup) {
    case 'font':
      return `<FONT size=2 face=Tahoma>${content.text}</FONT>`
    case 'font-date':
      return `<FONT size=2 face=Tahoma>${stamp(content.at, switches)} ${content.text}</FONT>`
    case 'paragraph':
      return `<p style="margin: 0">${content.text}</p>`
    case 'plain':
      return content.text
  }
}

const customerMarkup = (content: Content, switches: Switches): string => {
  switch (switches.customerEcho) {
    case 'html-escaped':
      return escapeHtml(content.text)
    case 'wrapped':
      return `<FONT face=Tahoma size=2>${escapeHtml(content.text)}</FONT>`
    default:
      return content.text
  }
}

const markup = (content: Content, switches: Switches): string => {
  if (content.author === 'customer') return customerMarkup(content, switches)
  if (content.author === 'system') return `<FONT face=Tahoma size=2>${content.text}</FONT>`
  return agentMarkup(content, switches)
}

/** The legacy table with an icon, the time and the text (R115, R128). */
const formatted = (content: Content, session: Session, switches: Switches): string => {
  if (switches.formattedContent === 'empty') return ''
  const { author } = content
  const icon = isAgent(author) ? 'agent' : author
  const speaker =
    author === 'customer'
      ? `<FONT ${quiet}><STRONG>${escapeHtml(session.request.customerName)}</STRONG></FONT>`
      : 'Agent'
  const body =
    author === 'customer'
      ? `<FONT face=Tahoma size=2>${escapeHtml(content.text)}</FONT>`
      : markup(content, switches)
  return (
    "<TABLE width='95%' border='0' cellspacing='0' cellpadding='2'><TR><TD width='2%' valign='top'>" +
    `<IMG SRC='images/${icon}icon.gif' WIDTH='16' HEIGHT='16'></TD><TD width='98%'>` +
    `<FONT size=2 face=Tahoma>${stamp(content.at, switches)}&nbsp; ${speaker}` +
    "<STRONG> says</STRONG></FONT></TD></TR><TR><TD>&nbsp;</TD><TD valign='top'>" +
    `${body}</TD></TR></TABLE>`
  )
}

const writeType = (type: ContentType, switches: Switches): string => {
  const word: string = type === 'AGENT_REQUEUE' ? switches.requeueType : type
  switch (switches.messageTypeFormat) {
    case 'underscore':
      return word
    case 'blank':
      return word.replaceAll('_', ' ')
    case 'hyphen':
      return word.replaceAll('_', '-')
    case 'lower':
      return word.toLowerCase()
  }
}

const writeFrom = (
  content: Content,
  session: Session,
  data: CentreData,
  switches: Switches,
): string => {
  const { author } = content
  if (author === 'customer') return session.request.customerName
  if (isAgent(author)) return String(author.key)
  const name = escapeHtml(data.systemName)
  return switches.systemFrom === 'html' ? `<FONT size=2 face=Tahoma>${name}</FONT>` : name
}

const optional = (
  key: string,
  value: string,
  switches: Switches,
): Record<string, string | null> => {
  if (value !== '' || switches.emptyAgentFields === 'empty') return { [key]: value }
  return switches.emptyAgentFields === 'null' ? { [key]: null } : {}
}

const writeContent = (
  content: Content,
  session: Session,
  data: CentreData,
  switches: Switches,
): object => {
  const { author } = content
  const pushed = switches.pushUrlPlaces === 'top' ? '' : content.pushedUrl
  return {
    messageType: writeType(content.type, switches),
    from: writeFrom(content, session, data, switches),
    ...optional('agentFirstName', isAgent(author) ? author.firstName : '', switches),
    ...optional('agentLastName', isAgent(author) ? author.lastName : '', switches),
    content: markup(content, switches),
    formattedContent: formatted(content, session, switches),
    ...optional('pushedUrl', pushed, switches),
  }
}

const writeList = (
  found: Found,
  session: Session,
  data: CentreData,
  switches: Switches,
): { content?: object[] | null } => {
  const { contents } = found
  if (typeof contents === 'object') {
    return { content: contents.map((content) => writeContent(content, session, data, switches)) }
  }
  if (contents === 'redirected') return { content: null }
  const form =
    contents === 'nothing-new' ? switches.contentWhenNothingNew : switches.contentWhenIndexUnknown
  if (form === 'absent') return {}
  return { content: form === 'empty' ? [] : null }
}

const writeTyping = (found: Found, data: CentreData, switches: Switches): string => {
  if (found.typing.length === 0) return ''
  switch (switches.whoIsTypingFormat) {
    case 'key':
      return found.typing.join(',')
    case 'true':
      return 'true'
    case 'name':
      return found.typing
        .map((key) => {
          const agent = data.agents.find((candidate) => candidate.key === key)
          return agent === undefined ? String(key) : `${agent.firstName} ${agent.lastName}`
        })
        .join(',')
  }
}

/** QueryContentResponse (R102 to R116), in the order of the samples. */
export const writeFound = (
  found: Found,
  session: Session,
  data: CentreData,
  switches: Switches,
): object => ({
  sessionId: session.id,
  ...writeList(found, session, data, switches),
  pushUrl: switches.pushUrlPlaces === 'content' ? '' : found.pushUrl,
  callMeAgentKey:
    switches.agentKeyType === 'string' ? String(found.callMeAgentKey) : found.callMeAgentKey,
  newIndexKey: found.newIndexKey,
  whoIsTyping: writeTyping(found, data, switches),
  redirectUrl: found.redirectUrl,
  connected: found.connected,
})
