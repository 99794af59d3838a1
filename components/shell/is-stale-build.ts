"use client";

import { unstable_isUnrecognizedActionError } from "next/navigation";

/** The server does not know the action that was called: this page is from before a deployment, and nothing was done. */
export const isStaleBuild = (error: unknown): boolean => unstable_isUnrecognizedActionError(error);
