import { redirect } from "next/navigation";
import { thingsHref } from "@/components/shell/fleet-href";
import { requireFleet } from "./require-fleet";

export default async function FleetPage({ params }: PageProps<"/[fleet]">) {
  const { fleet } = await requireFleet(params);
  redirect(thingsHref(fleet.id));
}
