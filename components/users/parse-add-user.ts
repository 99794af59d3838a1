import * as z from "zod/mini";
import { addUserSchema } from "@/lib/core/contracts/users";

export const parseAddUser = (input: unknown) => z.safeParse(addUserSchema, input);
