import type { Column, Table } from "#lib/catalog/types.ts";
import type { Positions } from "./canvas-types.ts";
import {
  type Box,
  boxAround,
  cardHeight,
  cardWidth,
  headerHeight,
  rowHeight,
  rowMiddle,
} from "./card-size.ts";
import { completePositions } from "./layout.ts";
import { endMark, relationLine } from "./relation-path.ts";
import { type Relation, relationsOf } from "./relations.ts";

/** The colours of a picture, as CSS colours. */
export interface PictureColors {
  readonly sunken: string;
  readonly raised: string;
  readonly line: string;
  readonly control: string;
  readonly ink: string;
  readonly faint: string;
  readonly link: string;
  readonly warn: string;
}

export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const margin = 40;
const mono = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** The canvas as an SVG document of its own: what a person would paste into a text about the schema. */
export function schemaPicture(tables: readonly Table[], known: Positions, colors: PictureColors): Picture {
  const positions = completePositions(tables, known);
  const boxes = new Map(
    tables.map((table) => {
      const { x, y } = positions[table.name] ?? { x: 0, y: 0 };
      return [table.name, { x, y, width: cardWidth, height: cardHeight(table) }];
    }),
  );
  const around = boxAround([...boxes.values()]) ?? { x: 0, y: 0, width: 0, height: 0 };
  const [width, height] = [around.width + 2 * margin, around.height + 2 * margin];
  const lines = relationsOf(tables).map((relation) => lineOf(relation, tables, boxes, colors));
  const cards = tables.map((table) => cardOf(table, boxes.get(table.name), colors));
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${around.x - margin} ${around.y - margin} ${width} ${height}">`,
    `<rect x="${around.x - margin}" y="${around.y - margin}" width="${width}" height="${height}" fill="${colors.sunken}"/>`,
    ...lines,
    ...cards,
    "</svg>",
  ].join("\n");
  return { svg, width, height };
}

function lineOf(
  relation: Relation,
  tables: readonly Table[],
  boxes: ReadonlyMap<string, Box>,
  { control, sunken }: PictureColors,
): string {
  const { from, to } = relation;
  const [fromTable, toTable] = [from.table, to.table].map((name) =>
    tables.find((table) => table.name === name),
  );
  const [fromBox, toBox] = [boxes.get(from.table), boxes.get(to.table)];
  if (!fromTable || !toTable || !fromBox || !toBox) return "";
  const line = relationLine({
    from: fromBox,
    to: toBox,
    fromRow: rowMiddle(fromTable, from.columns[0] ?? ""),
    toRow: rowMiddle(toTable, to.columns[0] ?? ""),
  });
  const many = endMark(line.start, relation.isOneToOne ? "one" : "many", true);
  const one = endMark(line.end, "one", relation.isOptional);
  const look = `stroke="${control}" stroke-width="1.5"`;
  return `<path d="${line.path}" fill="none" ${look}/><path d="${many} ${one}" fill="${sunken}" ${look}/>`;
}

function cardOf(table: Table, box: Box | undefined, colors: PictureColors): string {
  if (box === undefined) return "";
  const { x, y, width, height } = box;
  const head = y + headerHeight;
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="12" fill="${colors.raised}" stroke="${colors.line}"/>`,
    `<path d="M${x} ${head}h${width}" stroke="${colors.line}"/>`,
    `<text x="${x + 14}" y="${y + 27}" font-family="${mono}" font-size="13" font-weight="600" fill="${colors.ink}">${escaped(short(table.name, 28))}</text>`,
    ...table.columns.map((column, index) => rowOf(column, x, head + index * rowHeight + 19, colors)),
  ].join("\n");
}

function rowOf(column: Column, x: number, y: number, colors: PictureColors): string {
  const type = column.references ? `→ ${column.references.table}` : (column.sql_type ?? column.type);
  const sign = column.primary_key ? "◆" : column.references ? "◇" : "";
  const mark = column.required && !column.primary_key ? " *" : "";
  const text = (size: number) => `font-family="${mono}" font-size="${size}"`;
  return [
    `<text x="${x + 14}" y="${y}" ${text(12)} fill="${column.primary_key ? colors.warn : colors.link}">${sign}</text>`,
    `<text x="${x + 32}" y="${y}" ${text(12)} fill="${colors.ink}">${escaped(short(column.name, 19) + mark)}</text>`,
    `<text x="${x + cardWidth - 14}" y="${y}" ${text(11)} text-anchor="end" fill="${colors.faint}">${escaped(short(type, 13))}</text>`,
  ].join("");
}

function short(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}

/** Names are anybody's text. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  // Control characters are no XML at all.
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign).replace(/\p{Cc}/gu, "�");
}
