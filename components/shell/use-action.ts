"use client";

import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { isStaleBuild } from "./is-stale-build";

/**
 * Something that is sent once for however many presses, and not at all by a page from before a deployment.
 *
 * @param send settles with what came of it; throws only what nobody foresaw, and what `isStaleBuild` knows
 * @param onAnswer not for a page that is too old: nothing came of that
 */
export function useAction<Command, Answer>(
  send: (command: Command) => Promise<Answer>,
  onAnswer: (answer: Answer, command: Command) => void,
) {
  const isSending = useRef(false);
  const mutation = useMutation({ mutationFn: send, onSuccess: onAnswer });

  /** Null for a second press before the first could show, and where the page is too old to be heard. */
  async function begin(command: Command): Promise<Answer | null> {
    if (isSending.current) return null;
    isSending.current = true;
    try {
      return await mutation.mutateAsync(command);
    } catch (error) {
      if (isStaleBuild(error)) return null;
      throw error;
    } finally {
      isSending.current = false;
    }
  }

  return { begin, isPending: mutation.isPending, isStaleBuild: isStaleBuild(mutation.error) };
}
