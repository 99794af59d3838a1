import { notFound, redirect } from "next/navigation";
import { requireActor } from "@/lib/server/auth/session";
import { listFleets } from "@/lib/server/runtime/fleets";
import { thingsHref } from "@/components/shell/fleet-href";

export default async function HomePage() {
  const [first] = listFleets(await requireActor());
  if (!first) notFound();
  redirect(thingsHref(first.id));
}
