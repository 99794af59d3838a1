import type { Migration } from "kysely/migration";
import { audit } from "./001-audit";
import { auth } from "./002-auth";
import { operations } from "./003-operations";
import { triage } from "./004-triage";
import { names } from "./005-names";
import { trends } from "./006-trends";
import { events } from "./007-events";
import { alerts } from "./008-alerts";
import { looks } from "./009-looks";
import { reading } from "./010-reading";
import { refusals } from "./011-refusals";
import { identity } from "./012-identity";
import { namespaces } from "./013-namespaces";

/**
 * All migrations by name, run in the order of their names. Never change one that has landed: add another, and its hash
 * to landed-migrations.test.ts. A store that has run the former text would differ from one that runs the new.
 * A list and not a folder that is read at run time: a bundler sees it, and the compiler too.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "001-audit": audit,
  "002-auth": auth,
  "003-operations": operations,
  "004-triage": triage,
  "005-names": names,
  "006-trends": trends,
  "007-events": events,
  "008-alerts": alerts,
  "009-looks": looks,
  "010-reading": reading,
  "011-refusals": refusals,
  "012-identity": identity,
  "013-namespaces": namespaces,
};
