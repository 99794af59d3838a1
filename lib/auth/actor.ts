import type { Role } from "./permissions";

/** Who asks. Every use case takes one, pages included. */
export interface Actor {
  id: string;
  name: string;
  role: Role;
}
