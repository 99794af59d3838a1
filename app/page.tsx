import { redirect } from "next/navigation";
import { requireActor } from "@/lib/auth/session";
import { listFleets } from "@/lib/services";
import { thingsHref } from "@/components/shell/fleet-href";

export default async function HomePage() {
  await requireActor();
  redirect(thingsHref(listFleets()[0]!.id));
}
