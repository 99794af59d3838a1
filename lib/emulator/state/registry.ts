import type { SearchDocument } from "../search/search-document.ts";
import type { Execution } from "./job.ts";
import { Roll } from "./roll.ts";

/** A thing of the registry. It is its own search document, so that searches copy nothing. */
export type Thing = SearchDocument & {
  readonly place: number;
  thingGroupNames: string[];
  registryVersion: number;
  billingGroupName: string | undefined;
  /** Its executions, oldest first; created when it gets the first one. */
  executions: Roll<Execution> | undefined;
};

export type ThingGroup = {
  readonly place: number;
  readonly name: string;
  readonly parent: string | undefined;
  description: string | undefined;
  attributes: Record<string, string>;
  version: number;
  readonly createdAtMs: number;
  /** The query whose matches are the members of a dynamic group. Undefined for a static group. */
  queryString: string | undefined;
  readonly tags: Map<string, string>;
  readonly children: string[];
  /** Direct members, in the order in which they joined. */
  readonly members: Roll<string>;
  readonly memberPlaces: Map<string, number>;
};

export type ThingType = {
  readonly place: number;
  readonly name: string;
  readonly description: string | undefined;
  readonly searchableAttributes: string[];
  /** Stored and returned, without effect: the emulator has no MQTT. */
  readonly mqtt5Configuration: object | undefined;
  readonly createdAtMs: number;
  deprecatedAtMs: number | undefined;
  readonly tags: Map<string, string>;
};

/** Things, groups and types. It does not update jobs: group-membership.ts does, when a thing leaves a group. */
export class Registry {
  readonly things = new Roll<Thing>();
  readonly groups = new Roll<ThingGroup>();
  readonly types = new Roll<ThingType>();
  /** Grows with every change that can alter which things match a query. */
  revision = 0;
  readonly #things = new Map<string, Thing>();
  readonly #groups = new Map<string, ThingGroup>();
  readonly #types = new Map<string, ThingType>();
  /** Executions of deleted things, for new things of the same name. */
  readonly #keptExecutions = new Map<string, Roll<Execution>>();

  thing(name: string): Thing | undefined {
    return this.#things.get(name);
  }

  group(name: string): ThingGroup | undefined {
    return this.#groups.get(name);
  }

  type(name: string): ThingType | undefined {
    return this.#types.get(name);
  }

  addThing(given: {
    name: string;
    type?: string | undefined;
    attributes?: Record<string, string> | undefined;
    billingGroupName?: string | undefined;
  }): Thing {
    const thing: Thing = {
      place: this.things.nextPlace,
      thingName: given.name,
      thingTypeName: given.type,
      thingGroupNames: [],
      attributes: given.attributes ?? {},
      registryVersion: 1,
      billingGroupName: given.billingGroupName,
      executions: this.#keptExecutions.get(given.name),
    };
    this.#keptExecutions.delete(given.name);
    this.things.add(thing);
    this.#things.set(given.name, thing);
    this.revision++;
    return thing;
  }

  removeThing(thing: Thing): void {
    for (const group of [...thing.thingGroupNames]) this.leave(thing, this.#groups.get(group)!);
    this.things.remove(thing.place);
    this.#things.delete(thing.thingName);
  }

  /** Keeps the executions of a removed thing for the next one of its name. */
  upsertExecutions({ thingName, executions }: Thing): void {
    if (executions) this.#keptExecutions.set(thingName, executions);
  }

  addGroup(given: {
    name: string;
    parent?: string | undefined;
    description?: string | undefined;
    attributes?: Record<string, string> | undefined;
    queryString?: string | undefined;
    createdAtMs: number;
  }): ThingGroup {
    const group: ThingGroup = {
      place: this.groups.nextPlace,
      name: given.name,
      parent: given.parent,
      description: given.description,
      attributes: given.attributes ?? {},
      version: 1,
      createdAtMs: given.createdAtMs,
      queryString: given.queryString,
      tags: new Map(),
      children: [],
      members: new Roll(),
      memberPlaces: new Map(),
    };
    this.groups.add(group);
    this.#groups.set(given.name, group);
    if (given.parent !== undefined) this.#groups.get(given.parent)!.children.push(given.name);
    this.revision++;
    return group;
  }

  /** Removes a group. The caller has checked that it has neither children nor members. */
  removeGroup(group: ThingGroup): void {
    const siblings = group.parent === undefined ? undefined : this.#groups.get(group.parent)?.children;
    siblings?.splice(siblings.indexOf(group.name), 1);
    this.groups.remove(group.place);
    this.#groups.delete(group.name);
  }

  addType(given: {
    name: string;
    description?: string | undefined;
    searchableAttributes?: string[] | undefined;
    mqtt5Configuration?: object | undefined;
    createdAtMs: number;
  }): ThingType {
    const type: ThingType = {
      place: this.types.nextPlace,
      name: given.name,
      description: given.description,
      searchableAttributes: given.searchableAttributes ?? [],
      mqtt5Configuration: given.mqtt5Configuration,
      createdAtMs: given.createdAtMs,
      deprecatedAtMs: undefined,
      tags: new Map(),
    };
    this.types.add(type);
    this.#types.set(given.name, type);
    return type;
  }

  removeType(type: ThingType): void {
    this.types.remove(type.place);
    this.#types.delete(type.name);
  }

  /** @returns false when it was a member already */
  join(thing: Thing, group: ThingGroup): boolean {
    if (group.memberPlaces.has(thing.thingName)) return false;
    group.memberPlaces.set(thing.thingName, group.members.add(thing.thingName));
    thing.thingGroupNames = [...thing.thingGroupNames, group.name];
    this.revision++;
    return true;
  }

  /** @returns false when it was not a member */
  leave(thing: Thing, group: ThingGroup): boolean {
    const place = group.memberPlaces.get(thing.thingName);
    if (place === undefined) return false;
    group.members.remove(place);
    group.memberPlaces.delete(thing.thingName);
    thing.thingGroupNames = thing.thingGroupNames.filter((name) => name !== group.name);
    this.revision++;
    return true;
  }

  /** The group itself and all its ancestors. */
  withAncestors(groupName: string): string[] {
    const names: string[] = [];
    for (
      let name: string | undefined = groupName;
      name !== undefined;
      name = this.#groups.get(name)?.parent
    ) {
      names.push(name);
    }
    return names;
  }

  /** The group itself and all its descendants. */
  withDescendants(groupName: string): string[] {
    const names = [groupName];
    for (let index = 0; index < names.length; index++) {
      names.push(...(this.#groups.get(names[index]!)?.children ?? []));
    }
    return names;
  }
}
