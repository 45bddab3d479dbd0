import { type PictureColors, schemaPicture } from "#components/canvas/canvas-svg.ts";
import type { Positions } from "#components/canvas/canvas-types.ts";
import { ddlScript } from "#lib/catalog/codegen/ddl.ts";
import type { Table } from "#lib/catalog/types.ts";

export type ExportKind = "png" | "svg" | "sql";

interface ExportInput {
  readonly name: string;
  readonly tables: readonly Table[];
  readonly positions: Positions;
}

/** Makes a file of the schema in the browser and hands it to whoever asked. @throws {Error} if the picture is too large to draw. */
export async function exportSchema(
  kind: ExportKind,
  { name, tables, positions }: ExportInput,
): Promise<void> {
  const file = `${name.replace(/[^\p{L}\p{N}-]+/gu, "-").toLowerCase()}-schema.${kind}`;
  if (kind === "sql") return save(new Blob([ddlScript(tables)], { type: "application/sql" }), file);
  const picture = schemaPicture(tables, positions, colorsOf(document.documentElement));
  const svg = new Blob([picture.svg], { type: "image/svg+xml" });
  save(kind === "svg" ? svg : await pngOf(svg, picture), file);
}

/** The colours of the theme that the person sees. */
function colorsOf(element: Element): PictureColors {
  const style = getComputedStyle(element);
  const color = (name: keyof PictureColors) => style.getPropertyValue(`--${name}`).trim();
  return {
    sunken: color("sunken"),
    raised: color("raised"),
    line: color("line"),
    control: color("control"),
    ink: color("ink"),
    faint: color("faint"),
    link: color("link"),
    warn: color("warn"),
  };
}

/** Browsers draw no canvas that is larger. */
const pixelsMax = 12_000;

async function pngOf(
  svg: Blob,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(2, pixelsMax / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob === null) throw new Error("This browser cannot draw so large a picture: take the SVG.");
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function save(blob: Blob, file: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  // The download holds the data by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
