import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The secret that signs cookies, for a console with an embedded engine. It is created at the first start in a file
 * beside the data, which only its owner may read. That is as safe as the sessions, which are in the same folder. Several
 * instances on PostgreSQL get a common one by AUTH_SECRET.
 */
export async function keptSecret(dataDir: string): Promise<string> {
  const file = join(/* turbopackIgnore: true */ dataDir, "auth-secret");
  const kept = await readFile(file, "utf8").catch(() => "");
  if (kept.length >= 64) return kept.trim();
  const secret = randomBytes(32).toString("hex");
  await mkdir(/* turbopackIgnore: true */ dataDir, { recursive: true });
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
}
