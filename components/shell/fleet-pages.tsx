import { Cpu, ListChecks, Package, ScrollText, Timer, Users } from "lucide-react";
import { roleAllows, type Role } from "@/lib/core/permissions/permissions";
import { auditHref, jobsHref, operationsHref, stuckHref, thingsHref, usersHref } from "./fleet-href";
import type { FleetPage } from "./navigation";
import { OpenOperations } from "./open-operations";
import { StuckCount } from "./stuck-count";

/** The pages of a fleet that this role may use. Rendered on the server, so that their icons cost no script. */
export function fleetPages(fleetId: string, role: Role, hasIndex: boolean): FleetPage[] {
  return [
    { name: "Things", href: thingsHref(fleetId), icon: <Cpu aria-hidden /> },
    { name: "Jobs", href: jobsHref(fleetId), icon: <Package aria-hidden /> },
    ...(hasIndex
      ? [
          {
            name: "Stuck",
            href: stuckHref(fleetId),
            icon: <Timer aria-hidden />,
            hint: <StuckCount fleetId={fleetId} />,
          },
        ]
      : []),
    {
      name: "Operations",
      href: operationsHref(fleetId),
      icon: <ListChecks aria-hidden />,
      hint: <OpenOperations fleetId={fleetId} />,
    },
    ...(roleAllows(role, "read-audit")
      ? [{ name: "Audit log", href: auditHref(fleetId), icon: <ScrollText aria-hidden /> }]
      : []),
    ...(roleAllows(role, "manage-users")
      ? [{ name: "Users", href: usersHref(fleetId), icon: <Users aria-hidden /> }]
      : []),
  ];
}
