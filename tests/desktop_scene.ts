import fc from "fast-check";

/** The size of a scene's canvas: each coordinate is a color. */
export const SCENE_SIZE = { width: 250, height: 200 } as const;

/** A page with one canvas, somewhere in boxes of random style. */
export interface Scene {
  /** Styles of the boxes around the canvas, the outermost first. */
  readonly around: readonly string[];
  /** The canvas's own style. */
  readonly own: string;
  /** What holds the innermost box. */
  readonly holder: "light" | "shadow" | "slot" | "foreignObject";
  /** By how much every box and the page are scrolled. */
  readonly scroll: readonly [left: number, top: number];
}

const angle = fc.integer({ min: -180, max: 180 });
const tilt = fc.integer({ min: -60, max: 60 });
const size = fc.double({ min: 0.5, max: 1.6, noNaN: true }).map((value) => value.toFixed(3));
const shift = fc.integer({ min: -60, max: 60 });
const share = fc.integer({ min: -20, max: 120 });

const transformFunction = fc.oneof(
  angle.map((a) => `rotate(${a}deg)`),
  tilt.map((a) => `rotateX(${a}deg)`),
  tilt.map((a) => `rotateY(${a}deg)`),
  fc.tuple(tilt, tilt, tilt, angle).map(([x, y, z, a]) => `rotate3d(${x},${y},${z},${a / 3}deg)`),
  fc.tuple(size, size).map(([x, y]) => `scale(${x},${y})`),
  size.map((x) => `scaleX(-${x})`),
  fc.tuple(tilt, tilt).map(([x, y]) => `skew(${x / 2}deg,${y / 2}deg)`),
  fc.tuple(shift, shift, shift).map(([x, y, z]) => `translate3d(${x}px,${y}px,${z}px)`),
  fc.constantFrom("perspective(700px)", "translate(10%,-5%)", "matrix(1,0.2,-0.3,1,5,7)"),
);

/** Declarations that move a box or what is in it. */
const declaration = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(transformFunction, { minLength: 1, maxLength: 3 }).map((all) =>
      `transform:${all.join(" ")}`
    ),
  },
  angle.map((a) => `rotate:${a}deg`),
  fc.tuple(tilt, tilt).map(([x, a]) => `rotate:${x} 1 0.5 ${a}deg`),
  fc.tuple(size, size).map(([x, y]) => `scale:${x} ${y}`),
  fc.tuple(shift, shift).map(([x, y]) => `translate:${x}px ${y}%`),
  fc.tuple(share, share).map(([x, y]) => `transform-origin:${x}% ${y}px`),
  fc.tuple(fc.integer({ min: 300, max: 900 }), share, share).map(([depth, x, y]) =>
    `perspective:${depth}px;perspective-origin:${x}% ${y}%`
  ),
  fc.constantFrom("transform-style:preserve-3d", "opacity:0.999", "isolation:isolate"),
  size.map((z) => `zoom:${z}`),
  fc.tuple(shift, shift).map(([x, y]) => `margin:${x / 3}px ${y / 3}px`),
  fc.integer({ min: 0, max: 9 }).map((w) =>
    `border:solid teal;border-width:${w}px 3px 5px ${w / 2}px`
  ),
  fc.tuple(size, size).map(([x, y]) => `padding:${x}em ${y}em 3px 7.5px`),
  fc.constantFrom(
    "box-sizing:border-box",
    "will-change:transform",
    "contain:layout",
    "direction:rtl",
  ),
  fc.integer({ min: 0, max: 100 }).map((d) =>
    `offset-path:path("M20 20 C 80 10, 120 90, 60 120");offset-distance:${d}%`
  ),
);

const boxDeclaration = fc.oneof(
  { weight: 5, arbitrary: declaration },
  fc.constantFrom(
    "overflow:auto;height:260px",
    "overflow:hidden;height:300px",
    "position:fixed;left:40px;top:30px",
    "position:sticky;top:10px",
    "position:absolute;right:80px;top:60px",
    "display:flex;justify-content:center;align-items:end",
    "display:grid;place-items:center",
    "display:inline-block",
    "writing-mode:vertical-rl",
    "columns:2",
    "display:table",
  ),
);

const canvasDeclaration = fc.oneof(
  { weight: 3, arbitrary: declaration },
  {
    weight: 2,
    arbitrary: fc.constantFrom("contain", "cover", "none", "scale-down", "fill").map((fit) =>
      `object-fit:${fit}`
    ),
  },
  fc.tuple(share, share).map(([x, y]) => `object-position:${x}% ${y}px`),
  fc.constantFrom(
    "object-position:left",
    "object-position:right 10px bottom 5px",
    "object-position:calc(30% + 7px) max(20px,40%)",
    "object-position:clamp(5px,calc(10% + min(3px,2%)),50px) top",
    "width:300px;height:170px",
    "width:180px;height:260px",
    "width:70%;aspect-ratio:2",
    "display:block",
    "position:absolute;left:15px;top:25px",
  ),
);

/** Random scenes. */
export const scene: fc.Arbitrary<Scene> = fc.record({
  around: fc.array(
    fc.array(boxDeclaration, { minLength: 1, maxLength: 3 }).map((all) => all.join(";")),
    { minLength: 1, maxLength: 4 },
  ),
  own: fc.array(canvasDeclaration, { maxLength: 5 }).map((all) => all.join(";")),
  holder: fc.constantFrom("light", "light", "light", "shadow", "slot", "foreignObject"),
  scroll: fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })),
});

/** Builds a scene in the page. Runs there, and so uses nothing of this module. */
export function buildScene({ around, own, holder, scroll, width, height }: Scene & {
  readonly width: number;
  readonly height: number;
}): void {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.style.cssText = own;
  const context = canvas.getContext("2d");
  const image = new ImageData(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) image.data.set([x, y, 77, 255], 4 * (y * width + x));
  }
  context?.putImageData(image, 0, 0);
  let inner: Element = canvas;
  const wrap = (element: Element) => {
    element.append(inner);
    return element;
  };
  if (holder === "foreignObject") {
    const [svg, group, foreign] = ["svg", "g", "foreignObject"].map((name) =>
      document.createElementNS("http://www.w3.org/2000/svg", name)
    ) as [SVGElement, SVGElement, SVGElement];
    const set = (element: Element, attributes: Record<string, string>) => {
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    };
    set(svg, { width: "420", height: "330", viewBox: "-10 -10 600 500" });
    set(group, { transform: "rotate(9) translate(30 5) scale(1.2)" });
    set(foreign, { x: "20", y: "10", width: "400", height: "350" });
    foreign.append(inner);
    group.append(foreign);
    svg.append(group);
    inner = svg;
  }
  if (holder === "shadow" || holder === "slot") {
    const host = document.createElement("div");
    const root = host.attachShadow({ mode: "open" });
    if (holder === "shadow") root.append(inner);
    else {
      root.innerHTML = `<div style="rotate:12deg;padding:8px"><slot></slot></div>`;
      host.append(inner);
    }
    inner = host;
  }
  for (const style of around.toReversed()) {
    const box = document.createElement("div");
    box.style.cssText = style;
    inner = wrap(box);
  }
  document.body.replaceChildren(inner);
  for (const box of document.querySelectorAll("div")) box.scrollTo(scroll[0], scroll[1]);
  scrollTo(scroll[0], scroll[1]);
  Object.assign(globalThis, { canvas });
}
