/** A script that paints the canvas `#app`, 640 × 480: a red square on blue. It leaves `canvas` and `context`. */
export const PAINT_CANVAS = `
  const canvas = document.getElementById("app");
  const context = canvas.getContext("2d");
  context.fillStyle = "#123456";
  context.fillRect(0, 0, 640, 480);
  context.fillStyle = "#c03030";
  context.fillRect(100, 180, 120, 120);
`;
