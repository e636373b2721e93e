import type { Readable, Writable } from 'node:stream'
import { isSecretName, SECRET_NAMES, type SecretVault } from './secrets.ts'
import { derived, STAFF_PIN, staffPinProblem } from './staff-code.ts'

/** Longest secret that is taken, in characters: what the policy's schema takes as well. */
const LONGEST = 400

/** Standard input; `isTTY` where it is a terminal, which would show what is typed. */
type Input = Readable & { readonly isTTY?: boolean }

/**
 * `--store-secret NAME`: reads one secret from standard input into the vault; nothing at all on it
 * takes the secret out. Answers the exit code. Neither the secret nor a name that is none is repeated.
 */
export async function storeSecret(
  name: string,
  vault: SecretVault,
  input: Input,
  out: Writable,
  errors: Writable,
): Promise<number> {
  const refuse = async (sentence: string): Promise<number> => {
    await say(errors, `callpoint: ${sentence}\n`)
    return 1
  }
  if (!isSecretName(name) && name !== STAFF_PIN) {
    const known = [...SECRET_NAMES, STAFF_PIN].join(', ')
    return await refuse(`there is no secret of that name; known are ${known}`)
  }
  if (vault.kind === 'memory') {
    return await refuse(`nothing was stored: the vault would not outlive this run`)
  }
  if (input.isTTY === true) {
    return await refuse(
      'a terminal would show the secret: read -rs SECRET; ' +
        `printf %s "$SECRET" | callpoint --store-secret ${name}`,
    )
  }
  const text = await readAll(input, LONGEST + 2)
  // One line's end after it is not part of it.
  const value = text.replace(/\r?\n$/u, '')
  const unwritten = (): Promise<number> | undefined =>
    vault.secrets.unwritten &&
    refuse(`nothing was stored: the vault cannot be written (${vault.secrets.unwritten.code})`)
  if (value === '') {
    vault.secrets.delete(name)
    const refused = unwritten()
    if (refused !== undefined) return await refused
    await say(out, `callpoint: the vault holds no ${name} any more\n`)
    return 0
  }
  if (value.length > LONGEST) {
    return await refuse(`a secret has ${String(LONGEST)} characters at most`)
  }
  if (/\p{Cc}/u.test(value)) return await refuse('a secret is one line without control characters')
  const problem = name === STAFF_PIN ? staffPinProblem(value) : undefined
  if (problem !== undefined) return await refuse(problem)
  vault.secrets.set(name, name === STAFF_PIN ? await derived(value) : value)
  const refused = unwritten()
  if (refused !== undefined) return await refused
  await say(out, `callpoint: the ${name} is in the vault (${vault.kind})\n`)
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
