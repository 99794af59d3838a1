"use client";

import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { isStaleBuild } from "./is-stale-build";

/**
 * Sends a request once, however often a button is pressed, and never from a page older than the last deployment.
 *
 * @param send resolves to the outcome; throws only unforeseen errors, and those that `isStaleBuild` recognizes
 * @param onAnswer called with the outcome; not for a stale build, as nothing happened
 */
export function useAction<Command, Answer>(
  send: (command: Command) => Promise<Answer>,
  onAnswer: (answer: Answer, command: Command) => void,
) {
  const isSending = useRef(false);
  const mutation = useMutation({ mutationFn: send, onSuccess: onAnswer });

  /** Null for a second press before the first could show, and for a stale build. */
  async function sendOnce(command: Command): Promise<Answer | null> {
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

  return { send: sendOnce, isPending: mutation.isPending, isStaleBuild: isStaleBuild(mutation.error) };
}
