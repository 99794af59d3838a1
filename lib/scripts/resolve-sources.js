// Lets plain Node run the product's own sources, as commands over the database do: "@/…" is the project's folder, and
// an import may leave out ".ts". The same two rules that the compiler and the bundler have from tsconfig.json.
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const PROJECT = pathToFileURL(`${dirname(dirname(dirname(fileURLToPath(import.meta.url))))}/`);

registerHooks({
  resolve(specifier, context, next) {
    const url = sourceUrl(specifier, context.parentURL);
    return next(url ?? specifier, context);
  },
});

/** @returns null for what Node finds by itself: packages, its own modules, paths that name their extension */
function sourceUrl(specifier, parent) {
  const isOurs = specifier.startsWith("@/");
  if (!isOurs && !/^[.]{1,2}[/]/.test(specifier)) return null;
  if (!isOurs && (!parent?.startsWith(PROJECT.href) || parent.includes("/node_modules/"))) return null;
  const url = isOurs ? new URL(specifier.slice(2), PROJECT) : new URL(specifier, parent);
  if (/[.](ts|tsx|js|json)$/.test(url.pathname)) return url.href;
  return existsSync(fileURLToPath(`${url.href}.ts`)) ? `${url.href}.ts` : null;
}
