import type { Route } from "next";
import type { Actor } from "@/lib/core/permissions/actor";
import { whyDenied } from "@/lib/core/permissions/authorize";
import { roleAllows } from "@/lib/core/permissions/permissions";
import type { FoundNames } from "@/lib/core/contracts/found-names";
import { JOB_ID_PATTERN, THING_NAME_PATTERN } from "@/lib/core/domain/names";
import { type CancelSelector, OPERATION_ID_PATTERN } from "@/lib/core/domain/operation";
import { rankNames } from "@/lib/core/domain/rank-names";
import { forbiddenMessage } from "@/lib/core/format/forbidden-message";
import {
  auditHref,
  jobHref,
  jobsHref,
  operationHref,
  operationsHref,
  stuckHref,
  thingHref,
  thingsHref,
  usersHref,
} from "./fleet-href";
import type { RecentPlace } from "./recent-places";

export type GoToItem =
  | {
      kind: "page" | "operation" | "thing" | "job";
      name: string;
      href: Route;
      /** The source of the name, where it is not the console. */
      from?: "aws";
    }
  | {
      kind: "cancel-queued";
      on: "thing" | "job";
      name: string;
      selector: CancelSelector;
      /** Why this person may not; null where they may. */
      refusal: string | null;
    };

/** Items under a heading. No group is empty. */
export interface GoToGroup {
  label: string;
  items: GoToItem[];
}

/** The names known so far. More arrive while one types. */
export interface KnownNames {
  console: Pick<FoundNames, "things" | "jobs"> | null;
  aws: Pick<FoundNames, "things"> | null;
  recent: readonly RecentPlace[];
}

/** How many of the likeliest names get actions; more where the input says that something is to be canceled. */
const ACTIONS_OFFERED = 2;
const ACTIONS_REQUESTED = 5;

const CANCEL_WORDS = /^\s*cancel(?:\s+all)?(?:\s+queued)?(?:\s+(?:on|of))?(?:\s+|$)/i;

/** The part of a name in the input: “cancel all queued on ams” is about “ams”. */
export function goToPart(typed: string): { part: string; wantsAction: boolean } {
  const part = typed.replace(CANCEL_WORDS, "").trim();
  return { part, wantsAction: CANCEL_WORDS.test(typed) };
}

/** The places and actions that match the input, the likeliest first. */
export function goToGroups(
  fleetId: string,
  actor: Actor,
  typed: string,
  { console: known, aws, recent }: KnownNames,
): GoToGroup[] {
  const { part, wantsAction } = goToPart(typed);
  const own = new Set(known?.things);
  const things = part === "" ? [] : rankNames(part, [...own, ...(aws?.things ?? [])]);
  const jobs = part === "" ? [] : rankNames(part, known?.jobs ?? []);

  const places = part === "" ? recent : [];
  const offers = [
    ...(part === "" ? namesOf(places, "thing") : things).map((name) => cancelOn(fleetId, actor, name)),
    ...(part === "" ? namesOf(places, "job") : jobs).map((name) => cancelOf(fleetId, actor, name)),
  ];
  const offered = part === "" && !wantsAction ? 0 : wantsAction ? ACTIONS_REQUESTED : ACTIONS_OFFERED;
  const actions = {
    label: "Actions",
    items: (["thing", "job"] as const).flatMap((on) =>
      offers.filter((offer) => offer.kind === "cancel-queued" && offer.on === on).slice(0, offered),
    ),
  };
  const groups: GoToGroup[] = [
    { label: "Recent", items: wantsAction ? [] : places.map((place) => placeItem(fleetId, place)) },
    { label: "Pages", items: wantsAction ? [] : pageItems(fleetId, actor, part) },
    {
      label: "Things",
      items: things.map((name) => ({
        kind: "thing",
        name,
        href: thingHref(fleetId, name),
        ...(!own.has(name) && { from: "aws" as const }),
      })),
    },
    { label: "Jobs", items: jobs.map((name) => ({ kind: "job", name, href: jobHref(fleetId, name) })) },
    {
      label: "By exact name",
      items: [...things, ...jobs].includes(part) ? [] : exactItems(fleetId, part),
    },
  ];
  const inOrder = wantsAction ? [actions, ...groups] : [...groups, actions];
  return inOrder.filter(({ items }) => items.length > 0);
}

/** Why the input can be neither a thing's nor a job's name; null where it can. */
export function goToProblem(typed: string): string | null {
  const { part: name } = goToPart(typed);
  if (name === "" || THING_NAME_PATTERN.test(name)) return null;
  if (name.length > 128) return "A thing's name has at most 128 characters, a job's id at most 64.";
  return "A thing's name is made of letters, digits, “:”, “_” and “-”; a job's id of letters, digits, “_” and “-”.";
}

/** Which input is missing where nothing can be offered; null where something can, or a search is under way. */
export function goToHint(typed: string, groups: readonly GoToGroup[]): string | null {
  const { part, wantsAction } = goToPart(typed);
  if (!wantsAction || part !== "" || groups.length > 0) return null;
  return "On which thing, or of which job? Type a part of its name.";
}

const namesOf = (places: readonly RecentPlace[], kind: RecentPlace["kind"]) =>
  places.filter((place) => place.kind === kind).map(({ name }) => name);

function pageItems(fleetId: string, { role }: Actor, part: string): GoToItem[] {
  const pages = [
    { name: "Things", href: thingsHref(fleetId) },
    { name: "Jobs", href: jobsHref(fleetId) },
    { name: "Stuck", href: stuckHref(fleetId) },
    { name: "Operations", href: operationsHref(fleetId) },
    ...(roleAllows(role, "read-audit") ? [{ name: "Audit log", href: auditHref(fleetId) }] : []),
    ...(roleAllows(role, "manage-users") ? [{ name: "Users", href: usersHref(fleetId) }] : []),
  ];
  return pages
    .filter(({ name }) => name.toLowerCase().includes(part.toLowerCase()))
    .map((page) => ({ kind: "page", ...page }));
}

function placeItem(fleetId: string, { kind, name }: RecentPlace): GoToItem {
  const hrefOf = { thing: thingHref, job: jobHref, operation: operationHref }[kind];
  return { kind, name, href: hrefOf(fleetId, name) };
}

/** The operation, or else the thing and the job of exactly that name, whether or not the console has seen them. */
function exactItems(fleetId: string, name: string): GoToItem[] {
  if (OPERATION_ID_PATTERN.test(name)) return [placeItem(fleetId, { kind: "operation", name })];
  return [
    ...(THING_NAME_PATTERN.test(name) ? [placeItem(fleetId, { kind: "thing", name })] : []),
    ...(JOB_ID_PATTERN.test(name) ? [placeItem(fleetId, { kind: "job", name })] : []),
  ];
}

function cancelOn(fleetId: string, actor: Actor, thingName: string): GoToItem {
  return {
    kind: "cancel-queued",
    on: "thing",
    name: thingName,
    selector: { kind: "thing", thingName, statuses: ["QUEUED"] },
    refusal: refusal(actor, { fleetId, thingName }),
  };
}

function cancelOf(fleetId: string, actor: Actor, jobId: string): GoToItem {
  return {
    kind: "cancel-queued",
    on: "job",
    name: jobId,
    selector: { kind: "job", jobId, statuses: ["QUEUED"], name: null },
    refusal: refusal(actor, { fleetId }),
  };
}

function refusal(actor: Actor, subject: { fleetId: string; thingName?: string }): string | null {
  const because = whyDenied(actor, "cancel-execution", subject);
  return because && forbiddenMessage({ permission: "cancel-execution", because });
}
