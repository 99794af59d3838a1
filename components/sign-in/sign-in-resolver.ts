import { zodResolver } from "@hookform/resolvers/zod";
import { signInSchema } from "@/lib/core/contracts/sign-in";

export const signInResolver = zodResolver(signInSchema);
