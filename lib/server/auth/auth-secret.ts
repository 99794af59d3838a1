import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The secret that signs cookies, for a console with an embedded engine: made at the first start, kept beside the
 * data, readable by its owner only. Whoever may read that folder may read the sessions in it too, so it hides
 * nothing less well. Several instances on PostgreSQL are given one by AUTH_SECRET.
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
