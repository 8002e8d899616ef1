// Draws the tray's icons from their SVG sources: `node electron/shell/icons/render.mjs`. Needs rsvg-convert (librsvg2-bin).
// Each source has a group `shape`, and a group `glyph` that lies on it; the template image is the shape in black with
// the glyph cut out, as macOS wants it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const FOLDER = import.meta.dirname;
const TARGET = path.join(FOLDER, "png");

/** Windows shows 16, 20, 24, 32, 40 and 48 by scale; Linux 22 and 44; macOS 16, 32 and 48. */
const COLOUR_SIZES = [16, 20, 22, 24, 32, 40, 44, 48];
const TEMPLATE_SIZES = [16, 32, 48];

mkdirSync(TARGET, { recursive: true });
for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".svg"))) {
  const source = readFileSync(path.join(FOLDER, file), "utf8");
  const name = path.basename(file, ".svg");
  for (const size of COLOUR_SIZES) draw(source, size, `${name}-${size}.png`);
  for (const size of TEMPLATE_SIZES) draw(template(source), size, `${name}-template-${size}.png`);
}

function draw(svg, size, name) {
  const png = execFileSync("rsvg-convert", ["--width", String(size), "--height", String(size)], { input: svg });
  writeFileSync(path.join(TARGET, name), png);
}

/** In a mask, white shows and black hides: colours of the shape become white, those of the glyph black. */
function template(svg) {
  const [opening, rest] = [svg.slice(0, svg.indexOf(">") + 1), svg.slice(svg.indexOf(">") + 1)];
  const glyphAt = rest.indexOf('<g id="glyph"');
  const paint = (part, colour) => part.replaceAll(/#[0-9a-f]{3,6}/g, colour);
  const shape = paint(rest.slice(0, glyphAt), "#fff");
  const glyph = paint(rest.slice(glyphAt).replace("</svg>", ""), "#000");
  return `${opening}<mask id="seen">${shape}${glyph}</mask><rect width="22" height="22" mask="url(#seen)"/></svg>`;
}
