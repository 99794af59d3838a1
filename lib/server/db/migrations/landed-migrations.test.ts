import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MIGRATIONS } from "./migrations";

/** SHA-256 of each file, as it landed. */
const LANDED: Readonly<Record<string, string>> = {
  "001-audit": "72d556385f1928615ce47793ba5012b52d4f5762ce311d25f0cd0e2fd536e678",
  "002-auth": "02e996b35c3b916c8d13ac5e566f4b17f057800dffa23f7c7270116599d7a98f",
  "003-operations": "191412c874d8e01b15143adf26282c9fe58bab52209bbe694df62bd57b0d921f",
  "004-triage": "7cbd1f15347f4aa70e89c22737270c2a359aa203e2b4c8d0b2cb447858fd5952",
  "005-names": "0c9c65730d41a00a8013e3b8bb2d9e5cd0ac531bb3d277d4d4cc41e29d626276",
  "006-trends": "5d92ca33cf1aeca1a04e4beb44e28fd7f9c508d904ea314e60da3bcc3e227d70",
  "007-events": "9cb249dbe51687417a6165660649d1757273bfa5c971fae1972a13ab8e03ab69",
  "008-alerts": "affdeac2a8221f300eff7eaac7c24bf8abd8691907293799e4eaefa8d737d2e7",
  "009-looks": "59dd5053a4882e3368d5c6233e02654d7597dd0a42fb2c999243f09eafdcadc4",
  "010-reading": "e512cc3015071feb96aca9ead4c750f3b164a00da2bebaf93765e900afd396e8",
  "011-refusals": "ef22b0fcc2827bf387fae1e694143db0b3babe6cd6f30162a28e7578a2b5d969",
  "012-identity": "bf638c664a546947279db4ec3376233a97ff03a475271f19171b74bfae090811",
  "013-namespaces": "93b67d577db4ad14f470ca7962f24bd0c3d0f34324c4132bd5ae5c3c29fe43ae",
};

test("every migration has its hash on record here", () => {
  expect(
    Object.keys(LANDED),
    "A migration is new. Once its text is final, add its hash here: from then on it is never edited.",
  ).toEqual(Object.keys(MIGRATIONS));
});

test.each(Object.keys(LANDED))("%s is as it landed", async (name) => {
  const text = await readFile(join(import.meta.dirname, `${name}.ts`));
  expect(
    createHash("sha256").update(text).digest("hex"),
    `${name} was edited, and stores that have run it would differ from those that have yet to. Take the edit back, ` +
      "comments and format included, and make the change by a new migration.",
  ).toBe(LANDED[name]);
});
