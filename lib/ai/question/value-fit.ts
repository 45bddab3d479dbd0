import type { Preposition } from "./reading.ts";

/** What the texts of a column are to the rows that a question is about. */
export type Role =
  | "own label"
  | "person"
  | "group"
  | "thing"
  | "person column"
  | "place"
  | "category"
  | "status"
  | "text";

/** How well each kind of column goes with what stands before the text. */
export const fit: Readonly<
  Record<Preposition | "before" | "agent" | "none", Readonly<Record<Role, number>>>
> = {
  in: {
    "own label": -4,
    person: -2,
    group: 5,
    thing: 2,
    "person column": -4,
    place: 8,
    category: 4,
    status: 1,
    text: -4,
  },
  at: {
    "own label": -4,
    person: 5,
    group: 5,
    thing: 4,
    "person column": 1,
    place: 3,
    category: 0,
    status: -2,
    text: -4,
  },
  from: {
    "own label": -3,
    person: 5,
    group: 4,
    thing: 2,
    "person column": 4,
    place: 5,
    category: 1,
    status: -4,
    text: -4,
  },
  to: {
    "own label": -4,
    person: 6,
    group: 4,
    thing: 4,
    "person column": 4,
    place: 4,
    category: 0,
    status: 0,
    text: -4,
  },
  of: {
    "own label": -3,
    person: 4,
    group: 4,
    thing: 4,
    "person column": 3,
    place: 0,
    category: 2,
    status: -2,
    text: -4,
  },
  for: {
    "own label": -3,
    person: 4,
    group: 4,
    thing: 5,
    "person column": 3,
    place: 0,
    category: 2,
    status: -2,
    text: -4,
  },
  on: {
    "own label": -2,
    person: -2,
    group: 4,
    thing: 6,
    "person column": -4,
    place: -2,
    category: 3,
    status: -2,
    text: -4,
  },
  by: {
    "own label": -6,
    person: 8,
    group: 2,
    thing: -1,
    "person column": 9,
    place: -8,
    category: -3,
    status: -6,
    text: -6,
  },
  with: {
    "own label": 0,
    person: 4,
    group: 4,
    thing: 4,
    "person column": 2,
    place: 0,
    category: 4,
    status: 3,
    text: -2,
  },
  named: {
    "own label": 10,
    person: 2,
    group: 1,
    thing: 1,
    "person column": 1,
    place: -2,
    category: -4,
    status: -8,
    text: -4,
  },
  before: {
    "own label": 0,
    person: 3,
    group: 5,
    thing: 3,
    "person column": 5,
    place: 4,
    category: 6,
    status: 3,
    text: -3,
  },
  agent: {
    "own label": -3,
    person: 7,
    group: 3,
    thing: 3,
    "person column": 0,
    place: -4,
    category: -4,
    status: -8,
    text: -6,
  },
  none: {
    "own label": 2,
    person: 3,
    group: 4,
    thing: 5,
    "person column": 2,
    place: 0,
    category: 1,
    status: 0,
    text: -4,
  },
};
