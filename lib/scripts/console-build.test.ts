import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { childEnv } from "./child-env";

test("a build does not delete the store of a console that ran in the folder of the last build", async () => {
  const project = await mkdtemp(join(tmpdir(), "standdown-project-"));
  try {
    for (const folder of ["lib/scripts", "lib/server/process"])
      await cp(folder, join(project, folder), { recursive: true });
    const store = join(project, ".next/standalone/data");
    await mkdir(store, { recursive: true });
    await writeFile(join(store, "people"), "Ada");

    const build = () =>
      execFileSync(process.execPath, ["lib/scripts/run.js", "lib/scripts/build.ts"], {
        cwd: project,
        env: childEnv(),
        stdio: "pipe",
      });
    expect(build).toThrow(/[.]next\/standalone\/data has the people and the audit log/);
    expect(await readFile(join(store, "people"), "utf8")).toBe("Ada");
  } finally {
    await rm(project, { recursive: true });
  }
});
