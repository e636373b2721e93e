import type { Agent, ScriptName } from '../config/data.ts'
import type { Chat } from './chat.ts'

/** How an agent deals with a customer, from the acceptance on. */
export type Script = (chat: Chat, colleagues: readonly Agent[]) => Promise<void>

/** The page that scripts push: an address that never leads anywhere (RFC 2606). */
export const pushedPage = 'https://help.example.com/guide'

const firstName = (customer: string): string => customer.trim().split(/\s+/)[0] ?? customer

const greet = async (chat: Chat, patience = 1): Promise<void> => {
  const { session, agent, phrases, round } = chat
  const name = firstName(session.request.customerName)
  const topic = session.request.destination
  if (round > 0) await chat.say(phrases.takeOver(name, agent.firstName), patience)
  else if (topic === '') await chat.say(phrases.greetWithoutTopic(name, agent.firstName), patience)
  else await chat.say(phrases.greet(name, agent.firstName, topic), patience)
}

/** An answer to the words of a text; where none fits, a question in return. */
export const answerTo = (chat: Chat, text: string): string => {
  const topic = chat.phrases.topics.find(({ words }) => words.test(text))
  return chat.random.pick(topic?.answers ?? chat.phrases.unknown)
}

const end = async (chat: Chat, patience = 1): Promise<void> => {
  await chat.say(chat.random.pick(chat.phrases.goodbye), patience)
  await chat.pause(1500)
  chat.disconnect()
}

/** Answers until the customer says goodbye; `extra` may do something of its own with a text first. */
const converse = async (
  chat: Chat,
  patience = 1,
  extra: (text: string) => Promise<boolean> = async () => Promise.resolve(false),
): Promise<void> => {
  for (;;) {
    const heard = await chat.hear()
    if (heard.kind === 'number') {
      await chat.say(chat.phrases.calling(heard.phoneNumber), patience)
    } else if (heard.kind === 'message') {
      if (chat.phrases.isGoodbye.test(heard.text)) return end(chat, patience)
      if (!(await extra(heard.text))) await chat.say(answerTo(chat, heard.text), patience)
    }
  }
}

const helpful: Script = async (chat) => {
  await greet(chat)
  await chat.say(answerTo(chat, chat.session.request.caption))
  await converse(chat)
}

const slow: Script = async (chat) => {
  await chat.pause(15_000)
  await greet(chat, 5)
  await converse(chat, 8)
}

const chatty: Script = async (chat) => {
  await greet(chat, 0.6)
  await converse(chat, 0.6, async (text) => {
    await chat.say(answerTo(chat, text), 0.6)
    const count = chat.random.int(1, 3)
    for (let i = 0; i < count; i += 1) await chat.say(chat.random.pick(chat.phrases.chat), 0.6)
    return true
  })
}

const pushesALink: Script = async (chat) => {
  await greet(chat)
  await chat.say(chat.phrases.link)
  chat.pushUrl(pushedPage)
  await converse(chat)
}

const asksToCall: Script = async (chat) => {
  await greet(chat)
  await chat.say(chat.phrases.askToCall)
  chat.makeCall()
  await converse(chat)
}

const transfers: Script = async (chat, colleagues) => {
  await greet(chat)
  if (chat.round === 0 && colleagues.length > 0) {
    await chat.say(chat.phrases.transfer)
    chat.requeue()
    return
  }
  const colleague = colleagues[0]
  if (colleague !== undefined) await chat.invite(colleague, chat.phrases.joined)
  await converse(chat)
}

const endsAbruptly: Script = async (chat) => {
  await greet(chat)
  await chat.hear(20_000)
  chat.disconnect()
}

export const scripts: Record<ScriptName, Script> = {
  helpful,
  slow,
  chatty,
  'pushes-a-link': pushesALink,
  'asks-to-call': asksToCall,
  transfers,
  'ends-abruptly': endsAbruptly,
}
