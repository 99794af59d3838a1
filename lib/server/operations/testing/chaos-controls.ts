import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Actor } from "@/lib/core/permissions/actor";

/** Configuration that changes while instances run. Each instance reads it whenever it matters. */
export interface Controls {
  /** People who have lost every permission. */
  withdrawn: readonly string[];
  /** The account that the fleet points to. */
  account: string;
  /** Instances, by number, whose configuration has no such fleet. */
  unknownTo: readonly number[];
}

/** A file that the instances read. */
export class ChaosControls {
  readonly file: string;
  private controls: Controls;

  constructor(file: string, controls: Controls) {
    this.file = file;
    this.controls = controls;
    this.change({});
  }

  /** Atomic: an instance reads either the old controls or all of the new ones. */
  change(changed: Partial<Controls>): void {
    this.controls = { ...this.controls, ...changed };
    writeFileSync(`${this.file}.new`, JSON.stringify(this.controls));
    renameSync(`${this.file}.new`, this.file);
  }
}

export const readControls = (file: string): Controls => JSON.parse(readFileSync(file, "utf8")) as Controls;

/** A person with the permissions that they have now. Null: they may no longer sign in. */
export const findPersonIn = (file: string, id: string): Actor | null =>
  readControls(file).withdrawn.includes(id)
    ? null
    : { id, name: id, email: `${id}@example.com`, role: "supervisor" };
