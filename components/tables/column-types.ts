import {
  AtSign,
  Braces,
  Calendar,
  CalendarClock,
  Clock,
  File,
  Fingerprint,
  Hash,
  Link2,
  List,
  type LucideIcon,
  Phone,
  Text,
  TextInitial,
  ToggleLeft,
  Type,
} from "lucide-react";
import type { ColumnType } from "#lib/catalog/types.ts";

export interface TypeWords {
  readonly label: string;
  readonly icon: LucideIcon;
}

/** What each column type is called on screen, and its icon. */
export const typeWords: { readonly [type in ColumnType]: TypeWords } = {
  text: { label: "Text", icon: Type },
  richtext: { label: "Long text", icon: Text },
  integer: { label: "Whole number", icon: Hash },
  numeric: { label: "Exact number, money", icon: Hash },
  number: { label: "Decimal number", icon: Hash },
  bigint: { label: "Large whole number", icon: Hash },
  boolean: { label: "Yes or no", icon: ToggleLeft },
  date: { label: "Date", icon: Calendar },
  timestamptz: { label: "Date and time", icon: CalendarClock },
  time: { label: "Time of day", icon: Clock },
  enum: { label: "Choice", icon: List },
  "text[]": { label: "Tags", icon: TextInitial },
  email: { label: "E-mail", icon: AtSign },
  url: { label: "Web address", icon: Link2 },
  phone: { label: "Phone number", icon: Phone },
  file: { label: "File link", icon: File },
  jsonb: { label: "JSON", icon: Braces },
  uuid: { label: "ID (uuid)", icon: Fingerprint },
};

/** The types in the order in which a form offers them: the common ones first. */
export const offeredTypes = Object.keys(typeWords) as readonly ColumnType[];

const numeric: ReadonlySet<ColumnType> = new Set(["integer", "bigint", "number", "numeric"]);

export function isNumeric(type: ColumnType): boolean {
  return numeric.has(type);
}
