import type { Readable, Writable } from 'node:stream'
import type { Words } from '../platform/words.ts'
import { isSecretName, SECRET_NAMES, type SecretVault } from '../settings/secrets.ts'
import { derived, isStaffPin, STAFF_PIN } from '../staff/staff-code.ts'

/** Longest secret that is taken, in characters: what the policy's schema takes as well. */
const LONGEST = 400

/** Standard input; `isTTY` where it is a terminal, which would show what is typed. */
type Input = Readable & { readonly isTTY?: boolean }

/**
 * `--store-secret NAME`: reads one secret from standard input into the vault; nothing at all on it
 * takes the secret out. Speaks in these words, and answers
 * the exit code. Neither the secret nor a name that is none is repeated.
 */
export async function storeSecret(
  name: string,
  vault: SecretVault,
  input: Input,
  out: Writable,
  errors: Writable,
  words: Words,
): Promise<number> {
  const refuse = async (...said: Parameters<Words>): Promise<number> => {
    await say(errors, `callpoint: ${words(...said)}\n`)
    return 1
  }
  if (!isSecretName(name) && name !== STAFF_PIN) {
    return await refuse('terminal.noSecret', { names: [...SECRET_NAMES, STAFF_PIN].join(', ') })
  }
  if (vault.kind === 'memory') {
    return await refuse('terminal.memory')
  }
  if (input.isTTY === true) {
    const command = `read -rs SECRET; printf %s "$SECRET" | callpoint --store-secret ${name}`
    return await refuse('terminal.isShown', { command })
  }
  const text = await readAll(input, LONGEST + 2)
  // One line's end after it is not part of it.
  const value = text.replace(/\r?\n$/u, '')
  const unwritten = (): Promise<number> | undefined =>
    vault.secrets.unwritten && refuse('terminal.unwritten', { code: vault.secrets.unwritten.code })
  if (value === '') {
    vault.secrets.delete(name)
    const refused = unwritten()
    if (refused !== undefined) return await refused
    await say(out, `callpoint: ${words('terminal.gone', { name })}\n`)
    return 0
  }
  if (value.length > LONGEST) {
    return await refuse('terminal.tooLong', { most: LONGEST })
  }
  if (/\p{Cc}/u.test(value)) return await refuse('terminal.oneLine')
  if (name === STAFF_PIN && !isStaffPin(value)) return await refuse('terminal.staffPin')
  vault.secrets.set(name, name === STAFF_PIN ? await derived(value) : value)
  const refused = unwritten()
  if (refused !== undefined) return await refused
  await say(out, `callpoint: ${words('terminal.stored', { name, kind: vault.kind })}\n`)
  return 0
}

/** Written when it returns: the process ends right after. */
async function say(stream: Writable, text: string): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.write(text, () => {
      resolve()
    })
  })
}

/** Reads to the end, or until there is more than a secret may have. */
async function readAll(input: Input, most: number): Promise<string> {
  input.setEncoding('utf8')
  let text = ''
  for await (const part of input) {
    text += String(part)
    if (text.length > most) break
  }
  return text
}
