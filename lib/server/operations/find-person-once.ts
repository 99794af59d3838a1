import type { Actor } from "@/lib/core/permissions/actor";
import type { RunnerServices } from "./runner-services";

/** Looks each person up once, however many operations are theirs. Make a new one for each read. */
export function findPersonOnce({
  findPerson,
}: Pick<RunnerServices, "findPerson">): (personId: string) => Promise<Actor | null> {
  const people = new Map<string, Promise<Actor | null>>();
  return (personId) => {
    const person = people.get(personId) ?? findPerson(personId);
    people.set(personId, person);
    return person;
  };
}
