import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { Writable } from "node:stream";

/** Asks for a password at the terminal, twice and without an echo. If standard input is not a terminal, all of it is read. */
export async function askPassword(email: string): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).replace(/\r?\n$/, "");
  const first = await askUnseen(`Password for ${email}: `);
  const second = await askUnseen("Once more: ");
  if (first !== second) throw new Error("The two passwords differ. Nothing was changed.");
  return first;
}

function askUnseen(question: string): Promise<string> {
  const nothing = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nothing, terminal: true });
  process.stderr.write(question);
  return new Promise((resolve, reject) => {
    lines.once("SIGINT", () => {
      process.stderr.write("\n");
      lines.close();
      reject(new Error("Broken off. Nothing was changed."));
    });
    lines.question("", (answer) => {
      process.stderr.write("\n");
      lines.close();
      resolve(answer);
    });
  });
}
