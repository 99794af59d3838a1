import type { Route } from "next";
import { OPERATION_ID_PATTERN } from "@/lib/domain/operation";
import { JOB_ID_PATTERN, THING_NAME_PATTERN } from "@/lib/domain/names";
import {
  auditHref,
  jobHref,
  jobsHref,
  operationHref,
  operationsHref,
  stuckHref,
  thingHref,
  thingsHref,
} from "./fleet-href";

export interface GoToItem {
  kind: "page" | "operation" | "thing" | "job";
  name: string;
  href: Route;
}

/** Where the typed words may lead: pages whose name holds them, then the thing and the job of exactly that name. */
export function goToItems(fleetId: string, typed: string): GoToItem[] {
  const name = typed.trim();
  const pages: GoToItem[] = [
    { kind: "page", name: "Things", href: thingsHref(fleetId) },
    { kind: "page", name: "Jobs", href: jobsHref(fleetId) },
    { kind: "page", name: "Stuck", href: stuckHref(fleetId) },
    { kind: "page", name: "Operations", href: operationsHref(fleetId) },
    { kind: "page", name: "Audit log", href: auditHref(fleetId) },
  ];
  const items = pages.filter((page) => page.name.toLowerCase().includes(name.toLowerCase()));
  if (OPERATION_ID_PATTERN.test(name))
    return [{ kind: "operation", name, href: operationHref(fleetId, name) }, ...items];
  if (THING_NAME_PATTERN.test(name)) items.push({ kind: "thing", name, href: thingHref(fleetId, name) });
  if (JOB_ID_PATTERN.test(name)) items.push({ kind: "job", name, href: jobHref(fleetId, name) });
  return items;
}

/** Why the typed words name neither a thing nor a job; null where they may. */
export function goToProblem(typed: string): string | null {
  const name = typed.trim();
  if (name === "" || THING_NAME_PATTERN.test(name)) return null;
  if (name.length > 128) return "A thing's name has at most 128 characters, a job's id at most 64.";
  return "A thing's name is made of letters, digits, “:”, “_” and “-”; a job's id of letters, digits, “_” and “-”.";
}
