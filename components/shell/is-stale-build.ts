"use client";

import { unstable_isUnrecognizedActionError } from "next/navigation";

/**
 * Whether the server does not know the called action: this page is older than the last deployment, and nothing was
 * done.
 */
export const isStaleBuild = (error: unknown): boolean => unstable_isUnrecognizedActionError(error);
