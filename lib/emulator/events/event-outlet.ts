import type { Arns } from "../http/arns.ts";
import type { EventType } from "./event-types.ts";

/** An event published under `$aws/events/`: a topic, and a payload to be sent as JSON. */
export type PublishedEvent = { topic: string; payload: Record<string, unknown> };

/** The event types that the account publishes (none by default: facts 4.1), and the receiver of the events. */
export class EventOutlet {
  readonly #enabled = new Set<EventType>();
  #arns: Arns | undefined;
  changedAtMs: number | undefined;
  /** Stands for the rules of AWS IoT that listen. */
  listener: ((event: PublishedEvent) => void) | undefined;

  isEnabled(type: EventType): boolean {
    return this.#enabled.has(type);
  }

  /** @param arns of the region */
  turn(type: EventType, isOn: boolean, arns: Arns): void {
    this.#arns = arns;
    if (isOn) this.#enabled.add(type);
    else this.#enabled.delete(type);
  }

  publish(type: EventType, describe: (arns: Arns) => PublishedEvent): void {
    if (this.#arns && this.listener && this.#enabled.has(type)) this.listener(describe(this.#arns));
  }
}
