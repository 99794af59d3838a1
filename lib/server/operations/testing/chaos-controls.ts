import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Actor } from "@/lib/core/permissions/actor";

/** What is configured otherwise while instances run: read by each of them whenever it matters. */
export interface Controls {
  /** People who may do nothing any more. */
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

  /** In one step: an instance reads what was before, or all of what is after. */
  change(changed: Partial<Controls>): void {
    this.controls = { ...this.controls, ...changed };
    writeFileSync(`${this.file}.new`, JSON.stringify(this.controls));
    renameSync(`${this.file}.new`, this.file);
  }
}

export const readControls = (file: string): Controls => JSON.parse(readFileSync(file, "utf8")) as Controls;

/** A person with the rights that they have now. Null: they may not sign in any more. */
export const findPersonIn = (file: string, id: string): Actor | null =>
  readControls(file).withdrawn.includes(id)
    ? null
    : { id, name: id, email: `${id}@example.com`, role: "supervisor" };
