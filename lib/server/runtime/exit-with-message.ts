/**
 * Ends the process before it serves anything. The message goes to standard error: it is for the person who starts the
 * console, and the settings of the logger may be what is wrong.
 */
export function exitWithMessage(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
