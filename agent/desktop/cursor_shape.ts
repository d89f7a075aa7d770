/** CSS cursors by the number that a viewer knows them by. */
const SHAPES: readonly (readonly string[])[] = [
  ["default", "auto", "context-menu"],
  ["progress"],
  ["crosshair", "cell"],
  ["pointer", "grab", "grabbing"],
  ["help"],
  ["text", "vertical-text"],
  ["no-drop"],
  ["move", "all-scroll"],
  ["nesw-resize", "ne-resize", "sw-resize"],
  ["ns-resize", "n-resize", "s-resize"],
  ["nwse-resize", "nw-resize", "se-resize"],
  ["w-resize", "e-resize", "ew-resize"],
  ["alias"],
  ["wait"],
  ["none"],
  ["not-allowed"],
  ["col-resize"],
  ["row-resize"],
  ["copy"],
  ["zoom-in"],
  ["zoom-out"],
];

/** The viewer's number of a CSS cursor; an image counts as what stands after it, or as the default. */
export function cursorShape(cursor: string): number {
  const name = cursor.split(",").at(-1)?.trim() ?? "";
  return Math.max(0, SHAPES.findIndex((names) => names.includes(name)));
}
