/** A place in the window, in CSS pixels. */
export interface ClientPoint {
  /** From the left. */
  readonly clientX: number;
  /** From the top. */
  readonly clientY: number;
}

/** A point of the picture, found in the page. */
export interface Place extends ClientPoint {
  /** What lies there. */
  readonly element: Element;
}
