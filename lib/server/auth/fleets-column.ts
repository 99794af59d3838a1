import * as z from "zod/mini";
import { jsonColumn } from "@/lib/server/db/json-column";

export const fleetsColumn = jsonColumn("auth_user.fleets", z.array(z.string()));
