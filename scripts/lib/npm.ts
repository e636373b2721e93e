import { capture, type CommandResult } from './command.ts'
import { repositoryRoot } from './paths.ts'

/** How to start npm: the one that started this script, with the Node.js that it runs on, or the one on PATH. */
export function npmCommand(environment: NodeJS.ProcessEnv = process.env): readonly string[] {
  const program = environment['npm_execpath']
  const node = environment['npm_node_execpath']
  // Debian's npm finds its own parts only through Debian's node, hence not through the node of this process.
  if (program && node && /npm(?:-cli)?\.js$/.test(program)) return [node, program]
  return ['npm']
}

/** Runs npm from the top of the clone, so that the user's and the project's settings count. */
export function npm(args: readonly string[]): CommandResult {
  const [command = 'npm', ...first] = npmCommand()
  return capture(command, [...first, ...args], { cwd: repositoryRoot })
}
