import { type Entry, Reader, ZipReader } from "@zip.js/zip.js";
import { type SaxesAttributePlain, SaxesParser } from "saxes";
import type { ImportFile } from "./import-file.ts";
import { rowCharactersMax, UnreadableFile } from "./source-row.ts";

const entriesMax = 10_000;
/** What a part of a workbook may grow to when it is unpacked: more is a bomb, not a table. */
const unpackedMin = 256 * 1024 * 1024;
const ratioMax = 200;

type FileEntry = Extract<Entry, { readonly directory: false }>;

/** The parts of a workbook by their names; nothing is ever written to a disk. */
export type WorkbookParts = ReadonlyMap<string, FileEntry>;

class FileReader extends Reader<ImportFile> {
  readonly #file: ImportFile;

  constructor(file: ImportFile) {
    super(file);
    this.#file = file;
    this.size = file.bytes;
  }

  override readUint8Array(index: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    // The cast: the file's parts lie in buffers of their own.
    return this.#file.read(index, length) as Promise<Uint8Array<ArrayBuffer>>;
  }
}

/** @throws {UnreadableFile} for what is no ZIP archive. */
export async function workbookParts(file: ImportFile): Promise<WorkbookParts> {
  const zip = new ZipReader(new FileReader(file), { useWebWorkers: false });
  const parts = new Map<string, FileEntry>();
  try {
    for await (const entry of zip.getEntriesGenerator()) {
      if (parts.size >= entriesMax) throw new UnreadableFile("The workbook has too many parts.");
      if (!entry.directory) parts.set(entry.filename.replace(/^\/+/, ""), entry);
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile("The file is no workbook of Excel (.xlsx), or it is damaged.", { cause: error });
  }
  if ([...parts.values()].some(({ encrypted }) => encrypted))
    throw new UnreadableFile("The workbook is protected by a password: save it without one.");
  return parts;
}

/** What somebody who reads a part of XML is told, in order. */
export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
}

/**
 * Reads a part of XML piece by piece: yields behind each, so that what the handlers have gathered can be taken.
 *
 * @throws {UnreadableFile} for broken XML, and for what unpacks to much more than it is.
 */
export async function* readXml(entry: FileEntry, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser();
  let sinceEvent = 0;
  parser.on("error", (error) => {
    throw new UnreadableFile(`The workbook is damaged: ${error.message}`, { cause: error });
  });
  // An entity of one's own, which a workbook never has, could unfold into anything.
  parser.on("doctype", () => {
    throw new UnreadableFile("The workbook is damaged: it declares a document type.");
  });
  parser.on("opentag", ({ name, attributes, isSelfClosing }) => {
    sinceEvent = 0;
    handlers.open(localName(name), attributes as Record<string, SaxesAttributePlain & string>);
    if (isSelfClosing) return;
  });
  parser.on("closetag", ({ name }) => {
    sinceEvent = 0;
    handlers.close(localName(name));
  });
  parser.on("text", (text) => {
    sinceEvent = 0;
    handlers.text(text);
  });
  const max = Math.max(unpackedMin, entry.compressedSize * ratioMax);
  let unpacked = 0;
  const decoder = new TextDecoder();
  for await (const chunk of unpack(entry)) {
    unpacked += chunk.length;
    sinceEvent += chunk.length;
    if (unpacked > max || sinceEvent > 2 * rowCharactersMax)
      throw new UnreadableFile("The workbook unpacks to far more than a table would: it is refused.");
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.close();
  yield;
}

function unpack(entry: FileEntry): AsyncIterable<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  // What fails is told by the readable end.
  entry.getData(writable, { useWebWorkers: false }).catch((error: unknown) => {
    void writable.abort(error).catch(() => undefined);
  });
  return readable as unknown as AsyncIterable<Uint8Array>;
}

/** Without a prefix: some programs write `x:row`. */
function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** All of a small part, for its tags alone. */
export async function readTags(entry: FileEntry | undefined, open: XmlHandlers["open"]): Promise<void> {
  if (entry === undefined) return;
  const reading = readXml(entry, { open, close: () => undefined, text: () => undefined });
  while (!(await reading.next()).done);
}
