import type { Place } from "./place.ts";

/** What a pressed button does while the mouse moves. */
export interface Drag {
  /** The element that all events go to until the button is up. */
  readonly captures?: Element;
  move(place: Place): void;
  /** The button is up. */
  end(): void;
}
