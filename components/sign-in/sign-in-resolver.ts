import { zodResolver } from "@hookform/resolvers/zod";
import { signInSchema } from "@/lib/contracts/sign-in";

export const signInResolver = zodResolver(signInSchema);
